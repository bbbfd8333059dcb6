import { type GivenTrial, type Json, type Parameter, type Params, SweetspotError } from '@sweetspot/core'
import { numberFromText } from '../../text/number-text.ts'
import { atPlace } from './text-lines.ts'

/** A row of a file: a cell for each column. */
export interface TableRow {
  readonly cells: readonly (Json | undefined)[]
  /** The number of its line, counted from 1. */
  readonly line: number
}

/** A table of trials, as `trialsTable` makes it. */
export interface TrialTable {
  readonly path: string
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
  /** Whether all cells are texts, whose types are to be found, or have types. */
  readonly cells: 'text' | 'typed'
  readonly unit: 'Line' | 'Row'
}

/** Columns that follow from others, or that a trial gets anew. */
const IGNORED = new Set(['number', 'attempt', 'duration'])

const PLAIN = new Set(['state', 'startedAt', 'finishedAt', 'reason', 'error'])

/** Names that begin with one of these are columns of a group. */
const GROUPS = ['params', 'values', 'attributes'] as const

type Group = (typeof GROUPS)[number]

type Column =
  | { readonly group: Group; readonly name: string }
  | { readonly group: 'plain'; readonly name: string }
  | undefined

/** The names that a study knows. */
export interface KnownNames {
  /** The parameters with a name, by which the texts of a CSV file are read; none if unknown. */
  parametersOf(name: string): readonly Parameter[]
  /** The metrics, and the values with constraints. */
  readonly values: ReadonlySet<string>
}

/**
 * Converts a table to trials. A column such as `lr` stands for `params.lr`, and `loss` for `values.loss`, if the study
 * knows the name and the table does not have that column too.
 *
 * @throws ERR_INVALID_ARGUMENT with the line
 */
export function trialsOfTable(
  { path, columns, rows, cells: kind, unit }: TrialTable,
  known: KnownNames,
): readonly GivenTrial[] {
  const read = columns.map((name) => columnOf(name, path, columns, known))
  const twice = columns.find((column, index) => columns.indexOf(column) !== index)
  if (twice !== undefined) throw invalid(`${path} has two columns called ${JSON.stringify(twice)}.`)
  if (rows.length > 0 && !read.some((column) => column?.group === 'params' || column?.group === 'values'))
    throw invalid(`Expected ${path} to have columns such as params.x and values.loss; received ${shown(columns)}.`)
  return rows.map(({ cells, line }) =>
    atPlace({ path, unit, number: line }, () => {
      if (cells.length > columns.length)
        throw invalid(`Expected at most ${columns.length} cells; received ${cells.length}.`)
      const groups: Record<Group, [string, Json][]> = { params: [], values: [], attributes: [] }
      const plain: [string, Json][] = []
      for (const [index, column] of read.entries()) {
        const cell = cells[index]
        if (cell === undefined || column === undefined) continue
        const { group, name } = column
        if (group === 'plain') plain.push([name, kind === 'text' && name.endsWith('At') ? numberOf(name, cell) : cell])
        else groups[group].push([name, kind === 'text' ? valueOf(group, name, cell, known) : cell])
      }
      return trialOf(
        Object.fromEntries(plain),
        Object.fromEntries(groups.params),
        Object.fromEntries(groups.values),
        Object.fromEntries(groups.attributes),
      )
    }),
  )
}

function columnOf(name: string, path: string, columns: readonly string[], known: KnownNames): Column {
  if (known.values.has(name) && !columns.includes(`values.${name}`)) return { group: 'values', name }
  if (known.parametersOf(name).length > 0 && !columns.includes(`params.${name}`)) return { group: 'params', name }
  if (IGNORED.has(name)) return undefined
  if (PLAIN.has(name)) return { group: 'plain', name }
  const group = GROUPS.find((each) => name.startsWith(`${each}.`))
  const own = group === undefined ? '' : name.slice(group.length + 1)
  if (group === undefined || own === '' || own === '__proto__')
    throw invalid(
      `Unknown column ${JSON.stringify(name)} of ${path}. Columns are called params.NAME, values.NAME, attributes.NAME, the name of a param or metric of the study, ${[...PLAIN, ...IGNORED].join(', ')}.`,
    )
  return { group, name: own }
}

/** A trial with the members that its state may have. Trials that have not ended are put into the queue. */
function trialOf(plain: Params, params: Params, values: Params, attributes: Params): GivenTrial {
  const { state = 'completed', reason, error, ...times } = plain
  if (state === 'waiting' || state === 'running' || state === 'paused') return { params, state: 'waiting', attributes }
  const hasValues = Object.keys(values).length > 0 && (state !== 'failed' || reason === 'not-finite')
  // The study checks all members.
  return {
    params,
    state,
    attributes,
    ...times,
    ...(hasValues && { values }),
    ...(reason !== undefined && { reason }),
    ...(error !== undefined && { error }),
  } as GivenTrial
}

function valueOf(group: Group, name: string, cell: Json, known: KnownNames): Json {
  if (typeof cell !== 'string') return cell
  if (group === 'values') return numberOf(`values.${name}`, cell)
  if (group === 'attributes') return guessed(cell)
  const parameters = known.parametersOf(name)
  for (const parameter of parameters) {
    const found = valueIn(parameter, cell)
    if (found !== undefined) return found
  }
  return parameters.length > 0 && parameters.every(({ kind }) => kind === 'float' || kind === 'int')
    ? numberOf(`params.${name}`, cell)
    : guessed(cell)
}

/** The value of a parameter that has this text. */
function valueIn(parameter: Parameter, cell: string): Json | undefined {
  switch (parameter.kind) {
    case 'float':
    case 'int':
      return numberFromText(cell)
    case 'boolean':
      return cell === 'true' ? true : cell === 'false' ? false : undefined
    case 'fixed':
      return cellText(parameter.value) === cell ? parameter.value : undefined
    default:
      // Of the text and the number 1, the text is meant: a number is more often in a range.
      return (
        parameter.values.find((value) => value === cell) ?? parameter.values.find((value) => cellText(value) === cell)
      )
  }
}

const cellText = (value: Json) =>
  typeof value === 'object' ? JSON.stringify(value) : typeof value === 'string' ? value : String(value)

function numberOf(column: string, cell: Json): number {
  if (typeof cell === 'number') return cell
  const number = numberFromText(String(cell))
  if (number === undefined) throw invalid(`Expected ${column} to be a number; received ${JSON.stringify(cell)}.`)
  return number
}

/** The value that a text of unknown type most likely stands for. */
function guessed(cell: string): Json {
  if (cell === 'true') return true
  if (cell === 'false') return false
  const number = numberFromText(cell)
  if (number !== undefined && Number.isFinite(number)) return number
  if (cell !== 'null' && !/^[[{]/.test(cell)) return cell
  try {
    const json: Json = JSON.parse(cell)
    return json
  } catch {
    return cell
  }
}

const shown = (columns: readonly string[]) => columns.slice(0, 20).join(', ')

const invalid = (why: string) => new SweetspotError('ERR_INVALID_ARGUMENT', why)
