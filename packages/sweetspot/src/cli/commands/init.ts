import { existsSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { causeText, formatValue } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import type { CommandCode } from '../command-code.ts'
import { allSettings } from '../configuration/settings.ts'
import { findScript, isComplete } from '../starting/found-script.ts'
import { sweepText } from '../starting/sweep-text.ts'
import { shellWord } from '../studies/shell-word.ts'
import { flagOf, variableOf } from '../table/command-spec.ts'

const SETTINGS = 'sweetspot.yaml'

/** `sweetspot init` */
export const init: CommandCode<'init'> = async (
  { arguments: { file = 'sweep.yaml' }, options: { settings, force } },
  { session: { cwd }, print },
) => {
  if (settings) {
    write(cwd, SETTINGS, configurationText(), force)
    return print.notice(`Wrote ${SETTINGS}. See what is in force: sweetspot --print-config`)
  }
  if (!/\.ya?ml$/i.test(file)) {
    throw productError(
      'ERR_USAGE',
      `Expected the name of a YAML file, such as sweep.yaml; received ${formatValue(file)}.`,
    )
  }
  const script = findScript(cwd)
  write(cwd, file, sweepText(file, cwd, script), force)
  const found =
    script === undefined
      ? 'an example: put your program in its place'
      : isComplete(script)
        ? `${script.file}: check the ranges of ${script.parameters.map(({ name }) => name).join(', ')}`
        : `an example: what ${script.file} takes and prints is not plain from its text`
  print.notice(`Wrote ${file} for ${found}. See what would run: sweetspot run ${shellWord(file)} --dry-run`)
}

function write(folder: string, file: string, text: string, force: boolean): void {
  const path = resolve(folder, file)
  if (existsSync(path) && !force) {
    throw productError('ERR_FILE_EXISTS', `${file} exists already; --force replaces it.`)
  }
  try {
    writeFileSync(path, text)
  } catch (cause) {
    throw productError('ERR_FILE_ACCESS', `${path} cannot be written: ${causeText(cause)}.`, { cause })
  }
}

/** A configuration file in which each setting is a comment with its default. */
function configurationText(): string {
  const settings = Object.entries(allSettings()).map(([name, { summary, choices, default: preset }]) => {
    const among = choices ? `\n# One of ${choices.join(', ')}.` : ''
    const example = preset ?? choices?.[0] ?? ''
    return `# ${summary.replace(/\.$/, '')}.${among}\n# The flag is --${flagOf(name)}, the variable ${variableOf(name)}.\n# ${name}: ${example}\n`
  })
  return `# Settings of the command sweetspot in this folder and below.\n# A flag has priority over a variable, which has priority over this file.\n\n${settings.join('\n')}`
}
