import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { causeText, SweetspotError } from '@sweetspot/core'
import type { CommandCode } from '../command-code.ts'
import { allSettings } from '../configuration/settings.ts'
import { flagOf, variableOf } from '../table/command-spec.ts'

const FILE = 'sweetspot.yaml'

/** `sweetspot init` */
export const init: CommandCode<'init'> = async ({ options: { force } }, { session, print }) => {
  const path = join(session.cwd, FILE)
  if (existsSync(path) && !force) {
    throw new SweetspotError('ERR_FILE_EXISTS', `${FILE} exists already; --force replaces it.`)
  }
  try {
    writeFileSync(path, configurationText())
  } catch (cause) {
    throw new SweetspotError('ERR_FILE_ACCESS', `${path} cannot be written: ${causeText(cause)}.`, { cause })
  }
  print.notice(`Wrote ${FILE}. See what is in force: sweetspot --print-config`)
}

/** A configuration file in which each setting is a comment with its default. */
export function configurationText(): string {
  const settings = Object.entries(allSettings()).map(([name, { summary, choices, default: preset }]) => {
    const among = choices ? `\n# One of ${choices.join(', ')}.` : ''
    const example = preset ?? choices?.[0] ?? ''
    return `# ${summary.replace(/\.$/, '')}.${among}\n# The flag is --${flagOf(name)}, the variable ${variableOf(name)}.\n# ${name}: ${example}\n`
  })
  return `# Settings of the command sweetspot in this folder and below.\n# A flag has priority over a variable, which has priority over this file.\n\n${settings.join('\n')}`
}
