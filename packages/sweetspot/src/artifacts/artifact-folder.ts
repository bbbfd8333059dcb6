import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { causeText, checkArgument, studyError } from '@sweetspot/core'
import { type StudyOrigin, studyDigest } from './study-digest.ts'

/** The folder with the artifacts of a study, which no user's text leads out of. */
export class ArtifactFolder {
  readonly #root: string
  readonly #study: string

  /**
   * @param root - The folder of the artifacts of all studies.
   * @throws ERR_INVALID_ARGUMENT
   */
  constructor(root: unknown, study: StudyOrigin) {
    const isPath = typeof root === 'string' && root !== '' && !root.includes('\0')
    checkArgument('folder', root, isPath, 'the path of a folder')
    this.#root = String(root)
    this.#study = `${study.name.replace(/[^a-z0-9_-]/gi, '_').slice(0, 40)}-${studyDigest(study).slice(0, 16)}`
  }

  /** The path of the file of an artifact. */
  pathOf(trial: number, name: string): string {
    return join(this.#root, this.#study, String(trial), name)
  }

  /**
   * Writes a file: the whole, or nothing. A file of the same name is replaced.
   *
   * @throws ERR_STORAGE
   */
  async write(trial: number, name: string, bytes: Uint8Array): Promise<void> {
    await doing('cannot be written', this.pathOf(trial, name), async () => {
      await mkdir(this.#root, { recursive: true })
      let folder = await realpath(this.#root)
      for (const part of [this.#study, String(trial)]) {
        folder = join(folder, part)
        await mkdir(folder).catch(unlessExists)
        await checkFolder(folder)
      }
      const partial = join(folder, `.${randomUUID()}.partial`)
      try {
        const file = await open(partial, 'wx')
        try {
          await file.writeFile(bytes)
          await file.sync()
        } finally {
          await file.close()
        }
        // Replaces a link itself, not the file to which it leads.
        await rename(partial, join(folder, name))
      } catch (cause) {
        await rm(partial, { force: true })
        throw cause
      }
    })
  }

  /** The size of a file in bytes; undefined if there is no regular file. */
  async sizeOf(trial: number, name: string): Promise<number | undefined> {
    for (const folder of [join(this.#root, this.#study), join(this.#root, this.#study, String(trial))])
      if (!(await statusOf(folder))?.isDirectory()) return undefined
    const status = await statusOf(this.pathOf(trial, name))
    return status?.isFile() ? status.size : undefined
  }

  /** The numbers of the trials that have a folder. */
  async trials(): Promise<readonly number[]> {
    const study = join(this.#root, this.#study)
    if (!(await statusOf(study))?.isDirectory()) return []
    const names = await doing('cannot be read', study, () => readdir(study))
    return names.filter((name) => /^(?:0|[1-9]\d*)$/.test(name)).map(Number)
  }

  /**
   * Deletes the files of a trial, or of the study. Links are removed, but not what they lead to.
   *
   * @throws ERR_STORAGE
   */
  async delete(trial?: number): Promise<void> {
    const study = join(this.#root, this.#study)
    const folder = trial === undefined ? study : join(study, String(trial))
    await doing('cannot be deleted', folder, async () => {
      if (trial !== undefined && (await statusOf(study))) await checkFolder(study)
      await rm(folder, { recursive: true, force: true })
    })
  }
}

/**
 * Reads a regular file that is not a link.
 *
 * @throws ERR_STORAGE
 */
export async function readRegularFile(path: string): Promise<Uint8Array> {
  return doing('cannot be read', path, async () => {
    const status = await lstat(path)
    if (!status.isFile()) throw new Error('it is not a regular file')
    // The constant is missing on Windows.
    const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    try {
      return await file.readFile()
    } finally {
      await file.close()
    }
  })
}

async function checkFolder(folder: string): Promise<void> {
  if (!(await lstat(folder)).isDirectory()) throw new Error(`${folder} is a link or a file`)
}

const statusOf = (path: string) => lstat(path).catch(() => undefined)

function unlessExists(cause: unknown): void {
  if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause
}

async function doing<T>(what: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw studyError('ERR_STORAGE', `${path} ${what}: ${causeText(cause)}.`, { cause })
  }
}
