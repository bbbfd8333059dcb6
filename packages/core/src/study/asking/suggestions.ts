import { invokeAsync, wrongAnswer } from '../../arguments/callback.ts'
import { isPlainObject } from '../../arguments/plain-object.ts'
import { isList } from '../../arguments/shape.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Sampler, SuggestionRequest } from '../../samplers/sampler.ts'
import type { Suggestion } from '../../trial/suggestion.ts'

/**
 * The suggestions of a sampler, which may be written by the user; empty if its combinations are exhausted.
 *
 * @throws ERR_CALLBACK_FAILED if it throws or rejects, ERR_INVALID_ARGUMENT for an invalid answer; SweetspotErrors of
 *   the sampler
 */
export async function suggestions(
  snapshot: StudySnapshot,
  sampler: Sampler,
  request: SuggestionRequest,
): Promise<readonly Suggestion[]> {
  const what = `the sampler ${sampler.name}`
  const answer: unknown = await invokeAsync(what, () => sampler.suggest(snapshot, request))
  if (isList(answer) && Array.from(answer).every(isSuggestion)) return answer as readonly Suggestion[]
  throw wrongAnswer(what, 'a list of { params, explanation }', answer)
}

/** The first of the {@link suggestions}; undefined if there is none. */
export async function firstSuggestion(
  snapshot: StudySnapshot,
  sampler: Sampler,
  request: SuggestionRequest,
): Promise<Suggestion | undefined> {
  const [suggestion] = await suggestions(snapshot, sampler, request)
  return suggestion
}

const isSuggestion = (given: unknown): given is Suggestion => isPlainObject(given) && isPlainObject(given.params)
