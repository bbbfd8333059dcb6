/** Loaded on demand: commands that need no model start faster without it. */
export { createStudy } from '@sweetspot/core'
