import type { WasmKernels } from './wasm-module.ts'

/** Memory of the kernels that is handed out from one end, and taken back from there. */
export interface WasmMemory {
  /** The address of room for so many numbers; what is in it is left from before. */
  allocate(length: number): number
  /** Where the next room will be. */
  mark(): number
  /** Takes back all room from an address on. */
  release(mark: number): void
  /** The numbers from an address on. Allocating may detach what was viewed before. */
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

/** How an n × n matrix lies in the kernels' memory. */
export interface MatrixLayout {
  /** n, padded to a multiple of four. */
  readonly rows: number
  /** How many numbers lie between the beginnings of two rows. */
  readonly stride: number
}

export function matrixLayout(n: number): MatrixLayout {
  const rows = 4 * Math.ceil(n / 4)
  // An odd multiple of four, so that rows do not compete for the same lines of the processor's cache.
  return { rows, stride: rows % 8 === 0 ? rows + 4 : rows }
}
