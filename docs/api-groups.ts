import { type DeclarationReflection, ReflectionKind } from 'typedoc'
import { firstSentence } from './api-doc-comments.ts'

/** The tasks by which the API reference is ordered, each with its source folders and files; the longest path that matches decides. */
const GROUPS: readonly { readonly title: string; readonly sources: readonly string[] }[] = [
  {
    title: 'Tuners',
    sources: ['tfjs/src/tuner.ts', 'tfjs/src/tuner-options.ts', 'tfjs/src/tuners/', 'tfjs/src/objective.ts'],
  },
  {
    title: 'Hyperparameters',
    sources: ['tfjs/src/hyperparameters.ts', 'tfjs/src/number-parameter.ts', 'tfjs/src/choice-parameter.ts'],
  },
  { title: 'Backends', sources: ['tfjs/src/backend/'] },
  { title: 'Checkpoints', sources: ['tfjs/src/checkpoint/'] },
  { title: 'Models and training', sources: ['tfjs/src/'] },
  {
    title: 'Create and open studies',
    sources: [
      'sweetspot/src/',
      'core/src/study/create-study.ts',
      'core/src/study/copy-study.ts',
      'core/src/journal/read-study.ts',
    ],
  },
  {
    title: 'Tune a command',
    sources: ['sweetspot/src/command/'],
  },
  { title: 'Search spaces', sources: ['core/src/space/'] },
  { title: 'Run trials', sources: ['core/src/study/', 'core/src/trial/', 'sweetspot/src/executors/'] },
  { title: 'Samplers', sources: ['core/src/samplers/', 'core/src/acquisition/', 'core/src/models/'] },
  { title: 'Stop trials early', sources: ['core/src/pruners/', 'core/src/schedulers/', 'core/src/stopping/'] },
  { title: 'Analysis', sources: ['core/src/analysis/', 'core/src/pareto/'] },
  { title: 'Interchange', sources: ['sweetspot/src/interchange/'] },
  { title: 'Plots', sources: ['sweetspot/src/plots/'] },
  { title: 'Progress and tables', sources: ['sweetspot/src/terminal/', 'sweetspot/src/text/'] },
  { title: 'Storage and journal', sources: ['sweetspot/src/storage/', 'core/src/journal/'] },
  { title: 'Randomness and arithmetic', sources: ['core/src/math/'] },
  { title: 'Test problems', sources: ['core/src/problems/'] },
  { title: 'Conformance suites', sources: ['core/src/testing/'] },
  { title: 'Checks of arguments', sources: ['core/src/arguments/'] },
  { title: 'Errors', sources: ['core/src/errors.ts', 'core/src/study/run/objective-errors.ts'] },
]

/** A member of a module: its name, its page, and the first sentence of its doc comment. */
export interface Entry {
  readonly name: string
  /** Path of the page below the module's folder, without its ending. */
  readonly page: string
  readonly summary: string
  readonly isType: boolean
}

export interface Group {
  readonly title: string
  readonly entries: readonly Entry[]
}

/** Members of a module by task: functions and classes first, then types, each in alphabetical order. */
export function groupsOf(members: readonly DeclarationReflection[], pageOf: (member: DeclarationReflection) => string) {
  const byTitle = Map.groupBy(members, titleOf)
  return GROUPS.flatMap(({ title }): Group[] => {
    const own = byTitle.get(title)
    if (!own) return []
    const entries = own.map((member) => ({
      name: member.name,
      page: pageOf(member),
      summary: firstSentence(member),
      isType: !member.kindOf(VALUES),
    }))
    entries.sort((one, other) => Number(one.isType) - Number(other.isType) || one.name.localeCompare(other.name))
    return [{ title, entries }]
  })
}

function titleOf(member: DeclarationReflection): string {
  const path = member.project.getSymbolIdFromReflection(member)?.fileName ?? ''
  let title: string | undefined
  let length = 0
  for (const group of GROUPS) {
    for (const source of group.sources) {
      if (source.length <= length || !path.includes(`/packages/${source}`)) continue
      title = group.title
      length = source.length
    }
  }
  if (title === undefined) throw new Error(`docs/api-groups.ts has no group for ${member.name} of ${path}.`)
  return title
}

const VALUES = [ReflectionKind.Function, ReflectionKind.Class, ReflectionKind.Variable]
