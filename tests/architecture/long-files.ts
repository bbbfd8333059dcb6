/** Source files of more than 300 lines, each with the reason why it is one concept. */
export const LONG_FILES: Readonly<Record<string, string>> = {}

/** Names that hold a word which otherwise hides meaning, each with the reason why it does not here. */
export const TELLING_NAMES: Readonly<Record<string, string>> = {}
