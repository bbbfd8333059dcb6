import { createRequire } from 'node:module'
import { createStudy, gpSampler, quasiRandomSampler, randomSampler, type Sampler, SweetspotError } from 'sweetspot'
import type { System } from './system.ts'

/** The available samplers, by name. */
const OUR_SAMPLERS: { readonly [name: string]: () => Sampler } = {
  gp: () => gpSampler(),
  'gp:noisy': () => gpSampler({ noisy: true }),
  'quasi-random': () => quasiRandomSampler(),
  random: () => randomSampler(),
}

/**
 * One of our samplers, used through a study.
 *
 * @throws ERR_INVALID_ARGUMENT if the name is unknown
 */
export function ourSystem(name: string): System {
  const sampler = Object.hasOwn(OUR_SAMPLERS, name) ? OUR_SAMPLERS[name] : undefined
  if (!sampler) {
    const known = Object.keys(OUR_SAMPLERS).join(', ')
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `Unknown sampler ${name}; expected ${known}.`)
  }
  const { version } = createRequire(import.meta.url)('sweetspot/package.json') as { readonly version: string }
  return {
    name,
    version,
    async start({ space, seed }) {
      const study = await createStudy({ space, seed, sampler: sampler() })
      return {
        async ask() {
          const { number, params } = await study.ask()
          return { id: number, params }
        },
        tell: async (id, value) => void (await study.tell(id, value)),
        close: () => study.close(),
      }
    },
    close: async () => {},
  }
}
