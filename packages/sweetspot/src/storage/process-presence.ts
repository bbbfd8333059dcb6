import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { isReleased, type ProcessLock, takeLock } from './process-lock.ts'
import { removeIfPossible } from './remove-if-possible.ts'
import { type SqliteFile, sqlite } from './sqlite-file.ts'

/** The suffix of the name of a lock, after the name of its file of studies. */
const SUFFIX = '-alive-'
const LOCK_NAME = /^[0-9a-f]{16}$/

/**
 * Tracks which owners of running trials are alive.
 *
 * Each process that runs trials holds a {@link ProcessLock} beside the file. The table of owners maps owners to locks.
 */
export class ProcessPresence {
  #lock: ProcessLock | undefined

  /** Registers an owner of this process as alive, until it leaves or the process ends. */
  beat(file: SqliteFile, owner: string): void {
    const known = sqlite.selectFrom('owners').select('lock').where('owner', '=', owner).compile()
    const isKnown = () => this.#lock?.isInPlace() && file.all(known)[0]?.lock === nameOf(this.#lock.path)
    if (isKnown()) return
    // Both in one transaction, because a lock without an owner is removed as a leftover.
    file.write(() => {
      sweep(file, (path) => this.#isDead(path))
      if (!this.#lock?.isInPlace()) {
        this.#lock?.release()
        this.#lock = takeLock(`${file.path}${SUFFIX}${randomBytes(8).toString('hex')}`)
      }
      const row = { lock: nameOf(this.#lock.path), host: hostname(), pid: process.pid }
      const added = sqlite
        .insertInto('owners')
        .values({ owner, ...row })
        .onConflict((conflict) => conflict.column('owner').doUpdateSet(row))
        .compile()
      file.run(added)
    })
  }

  leave(file: SqliteFile, owner: string): void {
    // A read-only process is not in the table.
    if (file.isReadOnly) return
    const left = sqlite.deleteFrom('owners').where('owner', '=', owner).compile()
    file.write(() => {
      file.run(left)
      sweep(file, (path) => this.#isDead(path))
    })
  }

  /** Returns those of `owners` that have left, or whose process is known to have ended. */
  gone(file: SqliteFile, owners: readonly string[]): readonly string[] {
    const locks = new Map(rows(file).map(({ owner, lock }) => [owner, lock]))
    const dead = new Map<string, boolean>()
    return owners.filter((owner) => {
      const lock = locks.get(owner)
      if (lock === undefined) return true
      const isDead = dead.get(lock) ?? this.#isDead(pathOf(file, lock))
      dead.set(lock, isDead)
      return isDead
    })
  }

  release(): void {
    this.#lock?.release()
    this.#lock = undefined
  }

  #isDead(path: string): boolean {
    return path !== this.#lock?.path && isReleased(path)
  }
}

/** Removes the owners of ended processes, and all released locks. Must be called in a transaction. */
function sweep(file: SqliteFile, isDead: (path: string) => boolean): void {
  for (const { owner, lock } of rows(file)) {
    if (isDead(pathOf(file, lock))) file.run(sqlite.deleteFrom('owners').where('owner', '=', owner).compile())
  }
  const prefix = `${basename(file.path)}${SUFFIX}`
  for (const name of readdirSync(dirname(file.path))) {
    const path = pathOf(file, name)
    const isLock = name.startsWith(prefix) && LOCK_NAME.test(name.slice(prefix.length))
    if (isLock && isDead(path)) removeIfPossible(path)
  }
}

const rows = (file: SqliteFile) => file.all(sqlite.selectFrom('owners').select(['owner', 'lock']).compile())

const nameOf = (path: string) => basename(path)
const pathOf = (file: SqliteFile, lock: string) => join(dirname(file.path), basename(lock))
