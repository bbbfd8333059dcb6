import { type Selectable, sql } from 'kysely'
import type { ProcessIdentity } from './process-identity.ts'
import type { StorageSchema } from './schema.ts'
import { type SqliteFile, sqlite } from './sqlite-file.ts'

type OwnerRow = Selectable<StorageSchema['owners']>

/** An owner whose process cannot be asked after is taken for dead when it has been silent for so many milliseconds. */
const SILENCE = 90_000

/** The clock of the machine that runs the statement; processes that share an SQLite file share it, too. */
const now = sql<number>`unixepoch('subsec') * 1000`

/** Says that an owner in this process is alive. */
export function beat(file: SqliteFile, self: ProcessIdentity, owner: string): void {
  const { host, pid, started } = self
  const known = sqlite
    .updateTable('owners')
    .set({ host, pid, started, beat_at: now })
    .where('owner', '=', owner)
    .compile()
  const first = sqlite.insertInto('owners').values({ owner, host, pid, started, beat_at: now }).compile()
  file.write(() => {
    if (file.run(known).changes > 0) return
    forget(file, self)
    file.run(first)
  })
}

export function leave(file: SqliteFile, owner: string): void {
  const left = sqlite.deleteFrom('owners').where('owner', '=', owner).compile()
  file.write(() => file.run(left))
}

/**
 * Those of `owners` that have left or are certainly dead: of this host and boot, where the process is no more or another
 * one has its id; of elsewhere, where nothing was heard for 90 seconds.
 */
export function gone(file: SqliteFile, self: ProcessIdentity, owners: readonly string[]): readonly string[] {
  const alive = new Set(
    rows(file)
      .filter((row) => !isDead(self, row))
      .map(({ owner }) => owner),
  )
  return owners.filter((owner) => !alive.has(owner))
}

/** Removes the rows of the dead; to be called in a transaction. */
function forget(file: SqliteFile, self: ProcessIdentity): void {
  for (const row of rows(file)) {
    if (isDead(self, row)) file.run(sqlite.deleteFrom('owners').where('owner', '=', row.owner).compile())
  }
}

function rows(file: SqliteFile): (OwnerRow & { silence: number })[] {
  return file.all(sqlite.selectFrom('owners').selectAll().select(sql<number>`${now} - beat_at`.as('silence')).compile())
}

function isDead(self: ProcessIdentity, { host, pid, started, silence }: OwnerRow & { silence: number }): boolean {
  const runs = host === self.host ? self.runs(pid, started) : undefined
  return runs === undefined ? silence > SILENCE : !runs
}
