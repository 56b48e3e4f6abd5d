import { type ColourSpace, initialTone, toneIn } from './colour-space.ts';
import type { GraphicsState } from './colour-state.ts';
import { numbersOf, type Tone, toneOfCmyk, toneOfRgb } from './colour-tone.ts';
import type { PdfValue } from './values.ts';

type ReadSpace = (value: PdfValue | undefined) => ColourSpace;

/** Carries out the operators that choose a colour (ISO 32000-1 §8.6.8); false for any other. */
export function setColour(
  word: string,
  operands: readonly PdfValue[],
  state: GraphicsState,
  readSpace: ReadSpace,
): boolean {
  switch (word) {
    case 'g':
    case 'rg':
    case 'k':
      state.fill = deviceTone(word, operands);
      return true;
    case 'G':
    case 'RG':
    case 'K':
      state.stroke = deviceTone(word, operands);
      return true;
    case 'cs':
      state.fillSpace = readSpace(operands.at(-1));
      state.fill = initialTone(state.fillSpace);
      return true;
    case 'CS':
      state.strokeSpace = readSpace(operands.at(-1));
      state.stroke = initialTone(state.strokeSpace);
      return true;
    case 'sc':
    case 'scn':
      state.fill = toneIn(state.fillSpace, operands);
      return true;
    case 'SC':
    case 'SCN':
      state.stroke = toneIn(state.strokeSpace, operands);
      return true;
    default:
      return false;
  }
}

function deviceTone(word: 'g' | 'G' | 'rg' | 'RG' | 'k' | 'K', operands: readonly PdfValue[]): Tone {
  if (word === 'g' || word === 'G') return 'mono';
  const isRgb = word === 'rg' || word === 'RG';
  const [first, second, third] = numbersOf(operands, isRgb ? 3 : 4) ?? [];
  if (first === undefined || second === undefined || third === undefined) return 'unknown';
  return isRgb ? toneOfRgb(first, second, third) : toneOfCmyk(first, second, third);
}
