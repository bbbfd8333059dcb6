import { type Scale, steps } from './axes.ts'
import { SURFACE_LEVELS } from './look.ts'
import { element, type Point, through } from './svg.ts'

/**
 * A function of two numbers in [0, 1] as filled contours, by marching squares (Lorensen & Cline 1987, in the plane):
 * each colour covers where the function is above a threshold, the higher colours lying on the lower ones. The thresholds
 * are quantiles, so that each colour covers as much area as the others.
 */
export function surface(f: (x: number, y: number) => number, x: Scale, y: Scale, cells = 56): string {
  const at = steps(0, 1, cells + 1)
  const values = at.map((v) => at.map((u) => f(u, v)))
  const sorted = values.flat().toSorted((a, b) => a - b)
  const size = { x: Math.min(x(0), x(1)), y: Math.min(y(0), y(1)) }
  const ground = element('rect', {
    ...size,
    width: Math.abs(x(1) - x(0)),
    height: Math.abs(y(1) - y(0)),
    fill: 'var(--surface-0)',
  })
  const layers = Array.from({ length: SURFACE_LEVELS - 1 }, (_, index) => {
    const threshold = sorted[Math.floor(((index + 1) / SURFACE_LEVELS) * sorted.length)] as number
    const rings = ringsAbove(values, threshold).map(
      (ring) => `${through(ring.map(([column, row]): Point => [x(column / cells), y(row / cells)]))}Z`,
    )
    return element('path', { d: rings.join(''), fill: `var(--surface-${index + 1})`, 'fill-rule': 'evenodd' })
  })
  return ground + layers.join('')
}

/** The rings around the regions of a table that are above a threshold, in columns and rows. */
function ringsAbove(values: readonly (readonly number[])[], threshold: number): Point[][] {
  const size = values.length
  const inside = (column: number, row: number) => (values[row]?.[column] ?? Number.NEGATIVE_INFINITY) > threshold
  /** Where the threshold is crossed between two neighbours; at the table's edge where one of them is outside. */
  const crossing = (a: Point, b: Point): Point => {
    const [va, vb] = [values[a[1]]?.[a[0]], values[b[1]]?.[b[0]]]
    if (va === undefined) return b
    if (vb === undefined) return a
    const share = (threshold - va) / (vb - va)
    return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]
  }
  const next = new Map<string, { readonly to: string; readonly point: Point }>()
  for (let row = -1; row < size; row += 1) {
    for (let column = -1; column < size; column += 1) {
      const corners: readonly Point[] = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ]
      // Walking around the cell, a segment begins where the walk leaves the region and ends where it comes back.
      const edges = corners.map((corner, index) => [corner, corners[(index + 1) % 4] as Point] as const)
      const leaving = edges.filter(([a, b]) => inside(...a) && !inside(...b))
      const entering = edges.filter(([a, b]) => !inside(...a) && inside(...b))
      leaving.forEach(([a, b], index) => {
        const [c, d] = entering[index] as readonly [Point, Point]
        next.set(edgeKey(a, b), { to: edgeKey(d, c), point: crossing(a, b) })
      })
    }
  }
  const rings: Point[][] = []
  while (next.size > 0) {
    const ring: Point[] = []
    let [key] = next.keys()
    for (let step = next.get(key as string); step !== undefined; step = next.get(key as string)) {
      ring.push(step.point)
      next.delete(key as string)
      key = step.to
    }
    rings.push(ring)
  }
  return rings
}

/** An edge between two neighbours, told from the side that is inside. */
const edgeKey = (from: Point, to: Point) => `${from.join()}>${to.join()}`
