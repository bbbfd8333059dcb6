/** Passes messages to a listener, and keeps those that come before there is one. */
export class MessageInbox {
  readonly #early: string[] = []
  #take: (text: string) => void = (text) => this.#early.push(text)

  /** Takes a message in. */
  put(text: string): void {
    this.#take(text)
  }

  /** Sets the listener for the messages from now on. Earlier ones that nobody has taken come first. */
  listen(take: (text: string) => void): void {
    this.#take = take
    for (const text of this.#early.splice(0)) take(text)
  }
}
