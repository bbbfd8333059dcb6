/** The prefix of the variables of Sweetspot itself. */
export const OWN_PREFIX = 'SWEETSPOT_'

/**
 * The variables that a worker or a command inherits: those of this process except Sweetspot's own, which may have
 * secrets, such as the address of a storage with its password.
 */
export function inheritedEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || name.toUpperCase().startsWith(OWN_PREFIX) ? [] : [[name, value] as const],
    ),
  )
}
