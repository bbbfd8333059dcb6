import type { Json } from '../space/json-value.ts'

/** User attributes of studies and trials: JSON values by name. */
export type Attributes = { readonly [name: string]: Json }
