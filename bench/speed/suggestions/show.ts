import { duration } from '../timing.ts'
import type { Cell, OurSuggestions, PeerSuggestions } from './cell.ts'
import { PEERS, type SuggestionResults } from './grid.ts'

/** Tables of the results, with the ratios of peers to ours. */
export function showSuggestions({ ours, peers, skipped }: SuggestionResults): string[] {
  return [
    'suggestions of gpSampler, a mixed space: median / 95th percentile',
    ...table([
      [
        'params',
        'trials',
        'at once',
        'tell + ask',
        'ask, model ready',
        'learning',
        'tell',
        'longest block',
        'peak memory',
      ],
      ...ours.map(ourRow),
    ]),
    ...(peers.length + skipped.length > 0 ? ['', ...showPeers(ours, peers)] : []),
    ...skipped.map((cell) => `not measured: ${cell.system}, ${settings(cell)}: ${cell.skipped}`),
  ]
}

function ourRow(cell: OurSuggestions): string[] {
  const { askAtOnce, askRested, learning, tell, longestBlock, memory } = cell
  return [
    ...coordinates(cell),
    both(askAtOnce),
    both(askRested),
    both(learning),
    both(tell),
    duration(longestBlock),
    `${memory.peakMb.toFixed(0)} MB`,
  ]
}

function showPeers(ours: readonly OurSuggestions[], peers: readonly PeerSuggestions[]): string[] {
  const rows = ours.map((cell) => [
    ...coordinates(cell),
    ...PEERS.flatMap((system) => {
      const theirs = peers.find((peer) => peer.system === system && settings(peer) === settings(cell))
      return theirs ? [both(theirs.ask), ratio(theirs, cell), `${theirs.memory.peakMb.toFixed(0)} MB`] : ['-', '-', '-']
    }),
  ])
  const versions = [...new Set(peers.map(({ system, version }) => `${system} ${version}`))]
  return [
    `ask of ${versions.join(' and ')} on the same trials, and its median / ours right after a tell`,
    ...table([
      ['params', 'trials', 'at once', ...PEERS.flatMap((system) => [system, 'ratio', 'peak memory'])],
      ...rows,
    ]),
  ]
}

const ratio = (theirs: PeerSuggestions, cell: OurSuggestions) =>
  `${(theirs.ask.median / cell.askAtOnce.median).toFixed(1)} ×`

const both = ({ median, p95 }: { readonly median: number; readonly p95: number }) =>
  `${duration(median)} / ${duration(p95)}`

const coordinates = ({ dimensions, finished, concurrency }: Cell) => [dimensions, finished, concurrency].map(String)

const settings = ({ dimensions, finished, concurrency }: Cell) =>
  `${dimensions} parameters, ${finished} trials, ${concurrency} at once`

/** Right-aligned columns, as wide as their contents. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows.map((row) => row.map((text, column) => text.padStart(widths[column] ?? 0)).join('  '))
}
