/**
 * Tunes an async function that packs sensor readings for sending: their layout, the codec, and the settings of the
 * codec. Each codec has its own settings, so the params are a discriminated union: TypeScript knows that `window` exists
 * only if `codec` is `brotli`.
 */
import { promisify } from 'node:util'
import { brotliCompress, deflate, constants as zlib } from 'node:zlib'
import { boolean, choice, createStudy, type InferParams, int, resultsTable, space } from 'sweetspot'

const search = space({
  layout: choice({ rows: {}, columns: { differences: boolean() } }),
  codec: choice({
    deflate: { level: int(1, 9), memory: int(1, 9), filtered: boolean() },
    brotli: { quality: int(0, 9), window: int(10, 22), text: boolean() },
  }),
})
type Packing = InferParams<typeof search>

/** 4,000 readings of 8 sensors, the same in each run. */
const readings = Array.from({ length: 4_000 }, (_, i) => ({
  time: 1_700_000_000 + 5 * i + ((i * i) % 3),
  sensor: i % 8,
  temperature: Math.round(2000 + 300 * Math.sin(i / 500) + 40 * Math.sin(i * i)),
  humidity: Math.round(4500 + 900 * Math.cos(i / 800) + 60 * Math.cos(7 * i)),
}))

function layOut(params: Packing): Buffer {
  if (params.layout === 'rows') return Buffer.from(readings.map((reading) => JSON.stringify(reading)).join('\n'))
  const columns = (['time', 'sensor', 'temperature', 'humidity'] as const).map((name) => {
    const values = readings.map((reading) => reading[name])
    return params.differences ? values.map((value, i) => value - (values[i - 1] ?? 0)) : values
  })
  return Buffer.from(JSON.stringify(columns))
}

/** The bytes to send and the memory of the codec: by zlib's manual for deflate, the window for brotli. */
async function pack(params: Packing): Promise<{ sent: number; memory: number }> {
  const data = layOut(params)
  if (params.codec === 'deflate') {
    const { level, memory, filtered } = params
    const strategy = filtered ? zlib.Z_FILTERED : zlib.Z_DEFAULT_STRATEGY
    const packed = await promisify(deflate)(data, { level, memLevel: memory, strategy })
    return { sent: packed.length, memory: 2 ** 17 + 2 ** (memory + 9) }
  }
  const settings = {
    [zlib.BROTLI_PARAM_QUALITY]: params.quality,
    [zlib.BROTLI_PARAM_LGWIN]: params.window,
    [zlib.BROTLI_PARAM_MODE]: params.text ? zlib.BROTLI_MODE_TEXT : zlib.BROTLI_MODE_GENERIC,
  }
  const packed = await promisify(brotliCompress)(data, { params: settings })
  return { sent: packed.length, memory: 2 ** params.window }
}

/** The cost in bytes: a byte of memory counts as a hundredth of a byte sent. */
const cost = ({ sent, memory }: { sent: number; memory: number }) => sent + memory / 100

const study = await createStudy({ name: 'packing', space: search, directions: { cost: 'minimize' }, seed: 1 })
await study.enqueue({ layout: 'rows', codec: 'deflate', level: 6, memory: 8, filtered: false })
await study.optimize(
  async (trial) => {
    const packed = await pack(trial.params)
    trial.annotate('sent', packed.sent)
    return cost(packed)
  },
  { trials: 40, concurrency: 2 },
)

console.log(resultsTable(study.snapshot, { trials: 5, width: 120 }))
const usual = cost(await pack({ layout: 'rows', codec: 'deflate', level: 6, memory: 8, filtered: false }))
const { params, value } = study.best
console.log(
  `\nThe default settings cost ${Math.round(usual)}, the best found ${Math.round(value)}: ${(usual / value).toFixed(1)} times less.`,
)
console.log(
  params.codec === 'brotli'
    ? `It is brotli of quality ${params.quality} with a window of ${2 ** params.window} bytes.`
    : `It is deflate of level ${params.level} with a memory level of ${params.memory}.`,
)
