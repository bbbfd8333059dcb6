import { openStorage } from '../storage/open-storage.ts'
import { CODE } from './code.ts'
import type { CommandCode, CommandInput } from './command-code.ts'
import type { CommandContext } from './command-context.ts'
import { resolveOptions, type Setting } from './configuration/settings.ts'
import { confirm } from './confirm.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { type OutputFormat, printer } from './output/printer.ts'
import type { Request } from './parser/find-command.ts'
import { parseCommandLine } from './parser/parse-command-line.ts'
import type { Session } from './session.ts'
import { storageAddress } from './storage-address.ts'
import type { CommandSpec } from './table/command-spec.ts'
import { type CommandName, specOf } from './table/commands.ts'

/** The options without a command are checked like those of a command without any of its own. */
const NO_COMMAND: CommandSpec = { name: '', group: '', summary: '', arguments: {}, options: {}, examples: [] }

/** The known parts of a command line, for the advice of its errors. */
export interface Known {
  command?: string
  study?: string
}

/**
 * Parses the options of a command line, and runs its command.
 *
 * @param known - Learns the study.
 * @throws the errors of the command
 */
export async function runCommand(
  request: Extract<Request, { readonly words: unknown }>,
  session: Session,
  known: Known,
): Promise<ExitCode> {
  const spec = request.kind === 'command' ? specOf(request.command) : NO_COMMAND
  const started = performance.now()
  const parsed = parseCommandLine(spec, request.words)
  if (typeof parsed.values.study === 'string') known.study = parsed.values.study
  const { values, settings } = await resolveOptions(spec, parsed.given, session)
  const print = printer(session, {
    format: values.format as OutputFormat | undefined,
    quiet: values.quiet === true,
    verbose: values.verbose === true,
  })
  if (values.printConfig === true) {
    await print.listing(settingsListing(settings))
    return EXIT.done
  }
  if (request.kind === 'options') {
    const { printHelp } = await import('./help/print-help.ts')
    printHelp(undefined, session)
    return EXIT.done
  }
  const storageName = String(values.storage)
  const { address, path } = storageAddress(storageName, session.cwd)
  const storage = openStorage(address)
  const context: CommandContext = {
    session,
    print,
    storage,
    storageName,
    storagePath: path,
    about: (study) => {
      known.study = study
    },
    confirm: (question, expected) => confirm(session, question, expected),
  }
  print.detail(`storage ${address}`)
  try {
    return (await perform(request.command, { arguments: parsed.values, options: values }, context)) ?? EXIT.done
  } finally {
    await storage.close()
    print.detail(`${spec.name} took ${Math.round(performance.now() - started)} ms`)
  }
}

/** The parser has checked the values by the same table that gives their types. */
async function perform(
  name: CommandName,
  input: { readonly arguments: object; readonly options: object },
  context: CommandContext,
): Promise<ExitCode | undefined | void> {
  const code: CommandCode<never> = await CODE[name]()
  return code(input as CommandInput<never>, context)
}

const settingsListing = (settings: readonly Setting[]) => ({
  columns: [{ name: 'setting', whole: true as const }, { name: 'value' }, { name: 'origin' }],
  rows: settings.map(({ name, value, origin }) => ({
    setting: name,
    value: typeof value === 'object' ? JSON.stringify(value) : value,
    origin,
  })),
  empty: 'This command has no settings.',
})
