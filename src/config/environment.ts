/** The environment variables of the process, as far as the product reads them. */
export interface Environment {
  /** PLATEN_CONFIG: the file to use when no --config is given. */
  readonly configFile?: string;
  /** PLATEN_TEST=1: doors for tests are open. */
  readonly test: boolean;
  /** PLATEN_TEST_CRASH_AT, such as `accept:before`; read only with PLATEN_TEST=1. */
  readonly crashAt?: string;
  /** NO_COLOR (no-color.org): any value but the empty one. */
  readonly noColour: boolean;
  /** All of them, for secrets by { "env": NAME }. */
  readonly variables: Variables;
}

export type Variables = Readonly<Record<string, string | undefined>>;

export function readEnvironment(variables: Variables = process.env): Environment {
  const test = variables['PLATEN_TEST'] === '1';
  return {
    ...optional('configFile', variables['PLATEN_CONFIG']),
    test,
    ...optional('crashAt', test ? variables['PLATEN_TEST_CRASH_AT'] : undefined),
    noColour: (variables['NO_COLOR'] ?? '') !== '',
    variables,
  };
}

/** A variable that is set to nothing counts as absent. */
function optional<Name extends string>(
  name: Name,
  value: string | undefined,
): Readonly<Partial<Record<Name, string>>> {
  const entry: Partial<Record<Name, string>> = {};
  if (value !== undefined && value !== '') entry[name] = value;
  return entry;
}
