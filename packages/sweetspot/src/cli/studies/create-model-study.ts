/** A door of its own, so that only commands that need a model load it. */
export { createStudy } from '@sweetspot/core'
