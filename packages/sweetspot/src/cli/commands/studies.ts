import { readStudy, type StudyDigest, type StudyEntry } from '@sweetspot/core'
import type { Paint } from '../../terminal/ansi.ts'
import { formatDuration } from '../../text/format-duration.ts'
import { formatNumber } from '../../text/format-value.ts'
import type { CommandCode } from '../command-code.ts'
import type { CommandContext } from '../command-context.ts'
import type { Cell, Column, Row } from '../output/listing.ts'

/** `sweetspot studies` */
export const studies: CommandCode<'studies'> = async ({ options: { all } }, context) => {
  const entries = await context.storage.list()
  const described = await Promise.all(
    entries.map(async (entry) => ({ entry, digest: await latestDigest(context, entry) })),
  )
  const shown = described.filter(({ digest }) => all || !digest.archived)
  await context.print.listing({
    columns: columnsAt(context.session.now()),
    rows: shown
      .toSorted((one, other) => other.digest.changedAt - one.digest.changedAt)
      .map(({ entry, digest }) => rowOf(entry, digest)),
    empty:
      described.length > 0
        ? `All studies of ${context.storageName} are archived: sweetspot studies --all`
        : `${context.storageName} has no studies. Create one: sweetspot create NAME -p x=0.0..1.0 --minimize loss`,
  })
}

/** The stored digest if it is up to date; otherwise the study is read. */
async function latestDigest({ storage, print }: CommandContext, entry: StudyEntry): Promise<StudyDigest> {
  const { digest, name, position } = entry
  if (digest?.position === position) return digest
  print.detail(`the summary of ${name} is behind: reading its ${position} events`)
  const { counts, best, metrics, changedAt, status, attributes, ...read } = await readStudy(storage, name)
  const [metric = ''] = metrics
  return {
    position: read.position,
    counts,
    ...(best && { best: { [metric]: best.values[metric] ?? Number.NaN } }),
    changedAt,
    ...(status !== 'active' && { status }),
    ...(attributes.archived === true && { archived: true }),
  }
}

function rowOf({ name, createdAt }: StudyEntry, { counts, best, changedAt, status, archived }: StudyDigest): Row {
  const values = Object.entries(best ?? {})
  const [first] = values
  return {
    study: name,
    state: archived ? 'archived' : (status ?? (counts.running > 0 ? 'running' : 'idle')),
    trials: Object.values(counts).reduce((sum, count) => sum + count, 0),
    ...counts,
    ...(first && { metric: first[0], best: first[1] }),
    changedAt,
    createdAt,
  }
}

const time = (now: number) => (value: Cell) =>
  typeof value === 'number' ? `${formatDuration(Math.max(0, now - value))} ago` : '–'

const count = (value: Cell) => (value === 0 ? '·' : String(value))

function columnsAt(now: number): readonly Column[] {
  return [
    { name: 'study' },
    { name: 'state', whole: true, paint: paintStatus },
    { name: 'trials', whole: true },
    { name: 'best', text: (value) => (typeof value === 'number' ? formatNumber(value) : '–') },
    { name: 'metric', text: (value) => (typeof value === 'string' ? value : '–') },
    { name: 'completed', text: count },
    { name: 'running', text: count },
    { name: 'failed', text: count, paint: (paint, value) => (value === 0 ? paint.dim : paint.red) },
    { name: 'changedAt', heading: 'changed', text: time(now) },
    { name: 'pruned', isDataOnly: true },
    { name: 'waiting', isDataOnly: true },
    { name: 'paused', isDataOnly: true },
    { name: 'createdAt', isDataOnly: true },
  ]
}

const paintStatus = (paint: Paint, value: Cell) =>
  value === 'running' ? paint.cyan : value === 'paused' || value === 'stopped' ? paint.yellow : paint.dim
