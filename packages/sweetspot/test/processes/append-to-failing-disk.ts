/**
 * Appends numbered events to a study on a disk that fails, also after failures, and prints which were acknowledged and
 * the errors of the others.
 */
import { SweetspotError } from '@sweetspot/core'
import { sqliteStorage } from '../../src/storage/sqlite.ts'

const [path = '', count = '0'] = process.argv.slice(2)
const storage = sqliteStorage(path)
const acknowledged: number[] = []
const errors: { readonly code: string; readonly message: string }[] = []

async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (thrown) {
    const { code, message } = thrown instanceof SweetspotError ? thrown : { code: 'none', message: String(thrown) }
    errors.push({ code, message })
    return undefined
  }
}

const id = await attempt(async () => {
  const found = await storage.find('net')
  const directions = { loss: 'minimize' } as const
  return (
    found ?? storage.create({ type: 'study-created', format: 1, name: 'net', directions, space: null, seed: 1, at: 1 })
  )
})
let isRead = false
if (id !== undefined) {
  for (let value = 0; value < Number(count); value += 1) {
    const padding = 'x'.repeat(value % 7 === 0 ? 9_000 : 300)
    const event = { type: 'study-annotated', attributes: { value, padding }, at: 1 } as const
    const position = await attempt(() => storage.append(id, [event], 'any'))
    if (position !== undefined) acknowledged.push(value)
  }
  isRead = (await attempt(() => storage.read(id, 0))) !== undefined
}
console.log(JSON.stringify({ acknowledged, errors, isRead }))
// As if killed: closing would write the log into the file.
if (process.argv[4] !== 'close') process.exit()
await attempt(() => storage.close())
