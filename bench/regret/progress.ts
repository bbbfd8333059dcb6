const EVERY_MS = 10_000

/** Shows the progress of a benchmark on stderr: a changing line on a terminal, otherwise an occasional line. */
export function progressOf(total: number): (done: number, what: string) => void {
  const began = performance.now()
  let shown = Number.NEGATIVE_INFINITY
  return (done, what) => {
    const now = performance.now()
    const { isTTY } = process.stderr
    if (!isTTY && done < total && now - shown < EVERY_MS) return
    shown = now
    const left = ((now - began) / done) * (total - done)
    const line = `${done} of ${total} runs, ${minutes(now - began)} gone, about ${minutes(left)} left; last: ${what}`
    process.stderr.write(isTTY ? `\r\u001b[2K${line}${done === total ? '\n' : ''}` : `${line}\n`)
  }
}

const minutes = (ms: number) => (ms < 90_000 ? `${(ms / 1_000).toFixed(0)} s` : `${(ms / 60_000).toFixed(1)} min`)
