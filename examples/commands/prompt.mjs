/**
 * Stands for a pipeline that asks a language model 50 questions and grades the answers: a simulated service, so that the
 * example runs anywhere. Its accuracy is noisy, it costs money, and every third request is refused at first.
 */
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { temperature: { type: 'string' }, examples: { type: 'string' }, style: { type: 'string' } },
})
const [temperature, examples] = [Number(values.temperature), Number(values.examples)]
/** What the model can do, and how many tokens it writes, by the style of the prompt. */
const STYLES = new Map([
  ['terse', { skill: 0.62, tokens: 40 }],
  ['steps', { skill: 0.74, tokens: 220 }],
  ['dialogue', { skill: 0.66, tokens: 150 }],
])
const { skill, tokens } = STYLES.get(values.style ?? '') ?? { skill: 0.5, tokens: 100 }
const [trial, attempt] = [Number(process.env.SWEETSPOT_TRIAL ?? 0), Number(process.env.SWEETSPOT_ATTEMPT ?? 1)]

if (trial % 3 === 1 && attempt < 3) {
  console.error('429 Too Many Requests')
  process.exit(1)
}

const chance = skill + 0.15 * (1 - Math.exp(-examples / 3)) - 0.2 * (temperature - 0.3) ** 2
const answers = Array.from({ length: 50 }, () => Math.random() < chance)
const accuracy = answers.filter((isRight) => isRight).length / answers.length
console.log(JSON.stringify({ accuracy, cost: Number((0.002 * (tokens + 120 * examples)).toFixed(3)) }))
