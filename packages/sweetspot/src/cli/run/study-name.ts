import { basename } from 'node:path'
import type { CommandTemplate } from '../../command/command-template.ts'

/** Scripts, by their extension. */
const SCRIPT = /\.(?:py|ipynb|[cm]?[jt]sx?|sh|bash|zsh|R|r|jl|rb|pl|php|lua|m|sql|ps1|bat|cmd|exe|jar|go|rs)$/

/**
 * The default name of the study of a command: that of its script (`train-py` for `python train.py`), of its module
 * (`python -m nets.train`), or of its program.
 */
export function defaultStudyName({ parts, shell }: CommandTemplate): string {
  const words = parts.flatMap((part) => {
    const [only, ...others] = 'text' in part ? part.text : []
    // The text of a shell begins with its first program.
    return typeof only === 'string' && (others.length === 0 || shell) ? [only] : []
  })
  const module = words[words.indexOf('-m') + 1]
  const script = words.slice(0, 6).find((word) => SCRIPT.test(word) && !/\s/.test(word))
  const word = script ?? (words.includes('-m') && module !== undefined ? module : words[0])
  const name = basename(word?.split(/\s/, 1)[0] ?? '')
    .replace(/[^\w-]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return name === '' ? 'run' : name
}
