import type { WasmKernels } from './wasm-module.ts'

/** A stack allocator for the kernels' memory. */
export interface WasmMemory {
  /** Allocates `length` numbers and returns their address; the memory is not cleared. */
  allocate(length: number): number
  /** The address of the next allocation. */
  mark(): number
  /** Releases all memory from an address on. */
  release(mark: number): void
  /** A view of the numbers at an address. A later allocation may detach it. */
  view(address: number, length: number): Float64Array<ArrayBuffer>
}

const PAGE = 65_536
const ALIGNMENT = 16

export function wasmMemory({ memory, heapBase }: WasmKernels): WasmMemory {
  const base = Math.ceil(heapBase.value / ALIGNMENT) * ALIGNMENT
  let top = base
  return Object.freeze({
    allocate(length) {
      const address = top
      top += Math.ceil((length * 8) / ALIGNMENT) * ALIGNMENT
      const missing = top - memory.buffer.byteLength
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
      return address
    },
    mark: () => top,
    release(mark) {
      top = mark
    },
    view: (address, length) => new Float64Array(memory.buffer as ArrayBuffer, address, length),
  } satisfies WasmMemory)
}

/** The layout of an n × n matrix in the kernels' memory. */
export interface MatrixLayout {
  /** n, padded to a multiple of four. */
  readonly rows: number
  /** Distance between the starts of two rows, in numbers. */
  readonly stride: number
}

export function matrixLayout(n: number): MatrixLayout {
  const rows = 4 * Math.ceil(n / 4)
  // An odd multiple of four, so that rows do not compete for the same cache lines.
  return { rows, stride: rows % 8 === 0 ? rows + 4 : rows }
}
