import type { JournalStorage } from '../../journal/journal-storage.ts'
import { assertExactly } from '../assertions.ts'

/** Presence: the owners of running trials that are alive. */
export const PRESENCE_CASES: { readonly [name: string]: (storage: JournalStorage) => Promise<void> } = {
  'an owner with heartbeats is not gone': async ({ presence }) => {
    await presence.beat('here')
    await presence.beat('here')
    await presence.beat('here too')
    assertExactly(await presence.gone(['here', 'here too']), [])
    assertExactly(await presence.gone([]), [])
  },

  'an owner that left or never existed is gone': async ({ presence }) => {
    await presence.beat('here')
    await presence.beat('left')
    await presence.leave('left')
    assertExactly(await presence.gone(['left', 'here', 'never was', '__proto__']), ['left', 'never was', '__proto__'])
    await presence.leave('left')
    await presence.leave('never was')
  },

  'an owner that left may come back': async ({ presence }) => {
    await presence.beat('here')
    await presence.leave('here')
    await presence.beat('here')
    assertExactly(await presence.gone(['here']), [])
  },

  'the heartbeat interval is a few seconds': async ({ presence }) => {
    if (!(presence.interval >= 100 && presence.interval <= 60_000)) {
      throw new Error(`Expected a heartbeat interval of some seconds; received ${presence.interval} ms.`)
    }
  },
}
