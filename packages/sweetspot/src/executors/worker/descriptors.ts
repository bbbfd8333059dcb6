/** The file descriptors by which a child process is connected to its executor, beside those of stdin and its output. */

/** Messages to the executor. Written synchronously. */
export const MESSAGES = 3

/** Answers to questions. Read synchronously, so it must stay in blocking mode. */
export const ANSWERS = 4

/** Commands of the executor. Read by the event loop. */
export const COMMANDS = 5

/** Never written: it ends with the process of the executor. */
export const LIFELINE = 6
