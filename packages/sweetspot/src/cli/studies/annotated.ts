import type { Json, StudySnapshot } from '@sweetspot/core'
import { trialOf } from './stored-study.ts'

/** The owner of a note or a tag: the study, or one of its trials. */
export interface Annotated {
  /** The number of the trial; undefined for the study. */
  readonly trial: number | undefined
  readonly label: string
  readonly attributes: { readonly [name: string]: Json }
  /** The words after the number. */
  readonly words: readonly string[]
}

/**
 * Finds what words are about: a number in front means a trial.
 *
 * @throws ERR_TRIAL_NOT_FOUND
 */
export function annotatedBy(words: readonly string[], snapshot: StudySnapshot): Annotated {
  const [first = '', ...rest] = words
  if (!/^\d+$/.test(first)) {
    return { trial: undefined, label: snapshot.name, attributes: snapshot.attributes, words }
  }
  const trial = Number(first)
  const { attributes } = trialOf(snapshot, trial)
  return { trial, label: `trial ${trial} of ${snapshot.name}`, attributes, words: rest }
}
