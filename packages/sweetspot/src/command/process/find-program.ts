import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { nearestName, SweetspotError } from '@sweetspot/core'
import { productError } from '../../product-error.ts'

/**
 * Checks that a program can be started, before a trial fails for a misspelt name.
 *
 * @param program - The first element of a command.
 * @throws ERR_COMMAND_NOT_STARTED if it cannot be found or executed, or if its working folder does not exist;
 *   ERR_INVALID_ARGUMENT for a batch file of Windows, whose arguments pass through a shell
 */
export function checkProgram(
  program: string,
  cwd: string,
  path: string | undefined,
  platform: NodeJS.Platform = process.platform,
): void {
  if (platform === 'win32' && /\.(?:bat|cmd)[\s.]*$/i.test(program)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `The command starts the batch file ${program}, which Windows runs through a shell that cannot take arguments safely: start the program itself.`,
    )
  }
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) throw notStarted(`The folder ${cwd} does not exist.`)
  // Windows adds endings of its own.
  if (platform === 'win32') return
  if (program.includes('/')) {
    const file = resolve(cwd, program)
    if (!statSync(file, { throwIfNoEntry: false })) throw notStarted(`The program ${program} does not exist in ${cwd}.`)
    if (!isExecutable(file)) throw notStarted(`The file ${file} is not executable.`)
    return
  }
  const folders = (path ?? '/usr/bin:/bin')
    .split(delimiter)
    .map((folder) => (isAbsolute(folder) ? folder : resolve(cwd, folder)))
  if (folders.some((folder) => isExecutable(join(folder, program)))) return
  const meant = nearestName(program, programsIn(folders))
  const own = statSync(resolve(cwd, program), { throwIfNoEntry: false })?.isFile() ? `./${program}` : undefined
  const hint = own ?? meant
  const question = hint === undefined ? '' : ` Did you mean ${hint}?`
  throw notStarted(`The program ${program} was not found in the folders of PATH.${question}`)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

function programsIn(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => {
    try {
      return readdirSync(folder)
    } catch {
      return []
    }
  })
}

const notStarted = (text: string) => productError('ERR_COMMAND_NOT_STARTED', text)
