import { EXIT, type ExitCode } from './exit-codes.ts'
import { printError } from './explain-error.ts'
import { findCommand } from './parser/find-command.ts'
import type { Known } from './run-command.ts'
import type { Session } from './session.ts'

/**
 * Runs a command line.
 *
 * @param argv - The words after the name of the program.
 * @param version - The version of the package.
 * @returns The exit code. Errors are written to stderr.
 */
export async function runCommandLine(argv: readonly string[], session: Session, version: string): Promise<ExitCode> {
  const end = argv.indexOf('--')
  const isDebugging = argv.slice(0, end < 0 ? undefined : end).includes('--debug')
  const known: Known = {}
  try {
    return await run(argv, session, version, known)
  } catch (thrown) {
    return printError(session, thrown, { ...known, isDebugging })
  }
}

async function run(argv: readonly string[], session: Session, version: string, known: Known): Promise<ExitCode> {
  const request = findCommand(argv)
  if (request.kind === 'command') known.command = request.command
  if (request.kind === 'version') {
    session.stdout.write(`${version}\n`)
    return EXIT.done
  }
  if (request.kind === 'help') {
    const { printHelp } = await import('./help/print-help.ts')
    printHelp(request.command, session)
    return EXIT.done
  }
  // Everything else is loaded at once: Node takes longer for many files than for a large one.
  const { runCommand } = await import('./run-command.ts')
  return runCommand(request, session, known)
}
