/** Where a value is in the file: keys of objects and indexes of lists. */
export type Place = readonly (string | number)[];

/** Writes a place as people do: `printers[1].prices.impression`. */
export function formatPlace(place: Place): string {
  let text = '';
  for (const step of place) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (!/^[\w$-]+$/.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}
