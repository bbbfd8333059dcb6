/**
 * The kernel of `gaussian-process/kernel.ts` between four points and four points: s · Matérn-5/2 + v · linear.
 *
 * A point is a record of three vectors, each padded with a zero to an even length: `scaled`, its numbers times √5/ℓ;
 * `centered`, its numbers minus ½; `categories`, unchanged.
 */
import { expMinus, reduce } from './exponential'
import { dotTile, sumLanes, TILE } from './tile'

/** The bytes of `scaled` (the same as of `centered`), and of `categories`. */
export let numberBytes: usize = 0
export let categoryBytes: usize = 0
/** The bytes of a record. */
export let pointBytes: usize = 0
/** 5/ℓ² of each category. */
export let penalties: usize = 0
let signalVariance: f64 = 0
let linearVariance: f64 = 0

/**
 * Sets the kernel of later calls; the counts are padded, `categoryPenalties` is the address of 5/ℓ² of each category.
 */
export function setKernel(
  numbers: usize,
  categories: usize,
  categoryPenalties: usize,
  signal: f64,
  linear: f64,
): void {
  numberBytes = numbers << 3
  categoryBytes = categories << 3
  pointBytes = 2 * numberBytes + categoryBytes
  penalties = categoryPenalties
  signalVariance = signal
  linearVariance = linear
}

/** The address of a point's record. */
// @ts-ignore: decorators of functions are AssemblyScript's
@inline
export function pointAt(points: usize, i: usize): usize {
  return points + i * pointBytes
}

/** u² = 5 r² of each of four points with each of four, row-major. */
const SQUARES: usize = memory.data(128, 16)
/** u, and the parts of its exponential, for the same pairs. */
const ROOTS: usize = memory.data(128, 16)
const EXPONENTS: usize = memory.data(128, 16)
const RESTS: usize = memory.data(128, 16)

/** Fills SQUARES for points from `a` and points from `b`. */
function squaredDistances(a: usize, b: usize): void {
  const b1 = b + pointBytes
  const b2 = b1 + pointBytes
  const b3 = b2 + pointBytes
  for (let out = SQUARES; out < SQUARES + 128; out += 32) {
    let s0 = f64x2.splat(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    for (let k: usize = 0; k < numberBytes; k += 16) {
      const x = v128.load(a + k)
      s0 = f64x2.add(s0, square(f64x2.sub(x, v128.load(b + k))))
      s1 = f64x2.add(s1, square(f64x2.sub(x, v128.load(b1 + k))))
      s2 = f64x2.add(s2, square(f64x2.sub(x, v128.load(b2 + k))))
      s3 = f64x2.add(s3, square(f64x2.sub(x, v128.load(b3 + k))))
    }
    for (let k: usize = 0; k < categoryBytes; k += 16) {
      const penalty = v128.load(penalties + k)
      const at = numberBytes + numberBytes + k
      const x = v128.load(a + at)
      s0 = f64x2.add(s0, v128.and(f64x2.ne(x, v128.load(b + at)), penalty))
      s1 = f64x2.add(s1, v128.and(f64x2.ne(x, v128.load(b1 + at)), penalty))
      s2 = f64x2.add(s2, v128.and(f64x2.ne(x, v128.load(b2 + at)), penalty))
      s3 = f64x2.add(s3, v128.and(f64x2.ne(x, v128.load(b3 + at)), penalty))
    }
    v128.store(out, sumLanes(s0, s1))
    v128.store(out, sumLanes(s2, s3), 16)
    a += pointBytes
  }
}

// @ts-ignore: decorators of functions are AssemblyScript's
@inline
function square(x: v128): v128 {
  return f64x2.mul(x, x)
}

/**
 * Writes the covariances of four points with four points to rows that are `stride` bytes apart. If `slopes` is not 0,
 * also writes (1 + u)e⁻ᵘ and the linear part to the same elements of two other matrices.
 */
export function covarianceTile(a: usize, b: usize, out: usize, stride: usize, slopes: usize, linear: usize): void {
  squaredDistances(a, b)
  dotTile(a + numberBytes, pointBytes, b + numberBytes, pointBytes, 0, numberBytes >> 3)
  for (let at: usize = 0; at < 128; at += 16) {
    const u = f64x2.sqrt(v128.load(SQUARES + at))
    v128.store(ROOTS + at, u)
    reduce(u, RESTS + at, EXPONENTS + at)
  }
  const one = f64x2.splat(1)
  const third = f64x2.splat(1.0 / 3.0)
  const signal = f64x2.splat(signalVariance)
  const slope = f64x2.splat(linearVariance)
  for (let at: usize = 0; at < 128; at += 16) {
    const decay = expMinus(RESTS + at, EXPONENTS + at)
    const first = f64x2.mul(f64x2.add(one, v128.load(ROOTS + at)), decay)
    const matern = f64x2.add(first, f64x2.mul(f64x2.mul(v128.load(SQUARES + at), third), decay))
    const along = f64x2.mul(v128.load(TILE + at), slope)
    const half = at & 16
    v128.store(out + half, f64x2.add(f64x2.mul(matern, signal), along))
    if (slopes != 0) {
      v128.store(slopes + half, first)
      v128.store(linear + half, along)
      if (half) {
        slopes += stride
        linear += stride
      }
    }
    if (half) out += stride
  }
}

/** Fills the tiles on and above the diagonal with the covariances of n points, n padded to a multiple of four. */
export function fillCovariance(points: usize, n: usize, out: usize, stride: usize, slopes: usize, linear: usize): void {
  for (let i: usize = 0; i < n; i += 4) {
    for (let j = i; j < n; j += 4) {
      const at = i * stride + (j << 3)
      const slopesAt: usize = slopes == 0 ? 0 : slopes + at
      covarianceTile(pointAt(points, i), pointAt(points, j), out + at, stride, slopesAt, linear + at)
    }
  }
}
