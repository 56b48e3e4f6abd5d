/**
 * Whether a picture with this palette is colour: one of greys cannot be, one with colours may still use only its greys,
 * which the pixels alone would tell. `entryOctets` is 3, or 4 where an entry is padded; the order of channels is all one.
 */
export function paletteColour(palette: Uint8Array, entryOctets: 3 | 4): false | undefined {
  if (palette.length < entryOctets) return undefined;
  for (let at = 0; at + 2 < palette.length; at += entryOctets) {
    if (palette[at] !== palette[at + 1] || palette[at] !== palette[at + 2]) return undefined;
  }
  return false;
}
