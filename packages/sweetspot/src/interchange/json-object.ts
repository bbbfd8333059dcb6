/** A parsed JSON object. Read its properties by destructuring or `Object.hasOwn`: `__proto__` is an ordinary key of it. */
export type JsonObject = { readonly [key: string]: unknown }

/** Whether a parsed JSON value is an object. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
