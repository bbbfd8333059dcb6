/**
 * The kinds of columns: sequences of JSON values, stored value by value of the same kind instead of row by row. The
 * scheme is that of Dremel (Melnik et al. 2010, VLDB), with the union of types of each path made explicit, because
 * attributes and params of trials have any shape.
 */
export const KIND = {
  /** One primitive value for all rows. */
  constant: 0,
  /** Numbers of 64 bits. */
  doubles: 1,
  /** Integers of 1, 2 or 4 bytes above a minimum. */
  integers1: 2,
  integers2: 3,
  integers4: 4,
  /** Primitive values by their index in a dictionary. */
  dictionary: 5,
  /** Objects by their list of keys: one column for each key of each list. */
  objects: 6,
  /** Arrays: their lengths, and one column of all their items. */
  arrays: 7,
  /** Values of several kinds: the kind of each row, and one column for each kind. */
  mixed: 8,
} as const
