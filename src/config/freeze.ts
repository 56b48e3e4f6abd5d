/** Freezes a value and all it holds, so that nobody changes the configuration under the others. */
export function freezeAll<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) freezeAll(inner);
  return value;
}
