import type { JournalStorage } from '@sweetspot/core'
import type { Printer } from './output/printer.ts'
import type { Session } from './session.ts'

/** The environment of the code of a command. */
export interface CommandContext {
  readonly session: Session
  readonly print: Printer
  /** The storage that the command line names, opened when first used and closed with the command. */
  readonly storage: JournalStorage
  /** Its name for people: the path of the file as given. */
  readonly storageName: string
  /** The absolute path of its file; undefined for a storage that has none. */
  readonly storagePath: string | undefined
  /** Tells which study the command is about, for the advice of its errors. */
  about(study: string): void
  /**
   * Asks a question that is answered with yes or no, or with `expected` if given.
   *
   * @throws ERR_NOT_CONFIRMED if nobody is at the terminal, or the answer is no
   */
  confirm(question: string, expected?: string): Promise<void>
}
