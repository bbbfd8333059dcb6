import { encodeData, type StudySnapshot } from '@sweetspot/core'
import { headerOf } from './study-header.ts'

/** The lines of a JSON Lines file: the header of the study, then a trial each. */
export function* jsonLines(snapshot: StudySnapshot): Generator<string> {
  yield `${encodeData(headerOf(snapshot))}\n`
  for (const trial of snapshot.trials) yield `${encodeData(trial)}\n`
}

/** The lines of a JSON file: an object with the members of the header, and with the list of trials. */
export function* jsonTextLines(snapshot: StudySnapshot): Generator<string> {
  yield `${encodeData(headerOf(snapshot)).slice(0, -1)},"trials":[`
  let separator = '\n'
  for (const trial of snapshot.trials) {
    yield `${separator}${encodeData(trial)}`
    separator = ',\n'
  }
  yield '\n]}\n'
}
