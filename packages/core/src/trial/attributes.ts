import type { Json } from '../space/json-value.ts'

/** What users attach to studies and trials: JSON values by name. */
export type Attributes = { readonly [name: string]: Json }
