/** An option of a script that looks like a parameter. */
export interface FoundParameter {
  readonly name: string
  /** Its values in the grammar of `-p`. */
  readonly values: string
}

/** Options of argparse, click and typer: the name, then the arguments of the call. */
const PYTHON_OPTION = /(?:add_argument|\.option|\bOption)\(\s*(?:['"]-\w['"]\s*,\s*)?['"]--([\w-]+)['"]([^)]*)/g

/** Options of `parseArgs`: the name, then its object. */
const NODE_OPTION = /['"]?([\w-]+)['"]?\s*:\s*\{\s*(type:\s*['"]string['"][^}]*)\}/g

/** Words of options that say how long, where or how a script runs: no choice of their values is better than another. */
const NOT_TUNED = new RegExp(
  `^(?:${[
    'n?epochs?|steps?|n?iter(?:s|ations?)?|seeds?|verbos(?:e|ity)|debug|quiet|silent|saves?|loads?',
    '(?:n|num)?(?:workers?|threads?|procs?|processes|jobs|gpus?|cpus?)|devices?|ports?|host(?:s|names?)?',
    '(?:in|out|log|save|load|data|input|output|file|work)?(?:paths?|dirs?|director(?:y|ies)|folders?|files?|names?)',
    'out(?:puts?)?|log(?:s|ging|gers?)?|data(?:sets?|loaders?)?',
  ].join('|')})$`,
  'i',
)

/** The drop path of networks is a probability. */
const TUNED = /drop/i

/** Numbers that are searched on a logarithmic scale. */
const LOGARITHMIC = /^lr$|rate|decay|alpha|lambda|eps|reg|^wd$|gamma|^c$|width|units|hidden|batch|size/i

/** Shares, which are never above 1 although some are called rates. */
const SHARE = /drop|momentum|beta|split|fraction|ratio|prob/i

/** The options of a script that look like parameters, with ranges around their defaults. */
export function parametersIn(script: string, isPython: boolean): readonly FoundParameter[] {
  const found = new Map<string, string>()
  for (const [, name = '', details = ''] of script.matchAll(isPython ? PYTHON_OPTION : NODE_OPTION)) {
    const values = isTuned(name) ? valuesOf(name, details) : undefined
    if (values !== undefined) found.set(name, values)
  }
  return [...found].map(([name, values]) => ({ name, values }))
}

/** Words of a name end at `-`, `_` and before a capital letter. */
function isTuned(name: string): boolean {
  return TUNED.test(name) || !name.split(/[-_]|(?<=[a-z\d])(?=[A-Z])/).some((word) => NOT_TUNED.test(word))
}

function valuesOf(name: string, details: string): string | undefined {
  const choices = /choices\s*=\s*[[(]([^\])]*)/.exec(details)?.[1]
  if (choices !== undefined) return choicesOf(choices)
  const preset = Number(/default\s*[=:]\s*['"]?([+-]?[\d.]+(?:e[+-]?\d+)?)/i.exec(details)?.[1] ?? Number.NaN)
  if (!Number.isFinite(preset)) return undefined
  const isInt =
    /type\s*=\s*int\b/.test(details) || (!/float/.test(details) && !/default\s*[=:]\s*['"]?[\d.]*[.e]/i.test(details))
  return isInt ? intsAround(preset, name) : numbersAround(preset, name)
}

/** The values of a list of Python, as a list of `-p`; undefined for a single one. */
function choicesOf(list: string): string | undefined {
  const values = list
    .split(',')
    .map((value) => value.trim().replace(/^(['"])(.*)\1$/, '$2'))
    .filter((value) => /^[\w.+-]+$/.test(value))
  return values.length > 1 ? values.join(',') : undefined
}

function intsAround(preset: number, name: string): string {
  const low = Math.max(1, Math.round(preset / 4))
  const high = Math.max(8, Math.round(preset * 4))
  return `${LOGARITHMIC.test(name) && high > 16 ? 'log:' : ''}${low}..${high}`
}

function numbersAround(preset: number, name: string): string {
  const isShare = SHARE.test(name) || (!LOGARITHMIC.test(name) && preset >= 0 && preset <= 1)
  if (isShare || preset <= 0) return '0.0..1.0'
  return `log:${rounded(preset / 100)}..${pointed(rounded(preset * 10))}`
}

const rounded = (value: number) => String(Number(value.toPrecision(3)))

/** A number with a point, which marks a range of numbers. */
const pointed = (text: string) => (/[.e]/.test(text) ? text : `${text}.0`)
