/** A handle of Node's event loop. */
interface Handle {
  ref(): unknown
  unref(): unknown
}

/** Sets whether handles keep this process alive. */
export function holdAll(handles: readonly Handle[], isHeld: boolean): void {
  for (const handle of handles) {
    if (isHeld) handle.ref()
    else handle.unref()
  }
}
