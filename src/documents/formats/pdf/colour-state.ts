import { identity, type Matrix } from './colour-place.ts';
import { type ColourSpace } from './colour-space.ts';
import type { Tone } from './colour-tone.ts';

/** The part of the graphics state that decides about colour; saved by q, restored by Q. */
export interface GraphicsState {
  fillSpace: ColourSpace;
  strokeSpace: ColourSpace;
  fill: Tone;
  stroke: Tone;
  /** Text rendering mode (ISO 32000-1 table 106); 3 paints nothing. */
  textMode: number;
  matrix: Matrix;
  /** A clip, transparency or an optional layer may hide what is painted. */
  hidden: boolean;
}

export function initialState(matrix: Matrix = identity): GraphicsState {
  const grey: ColourSpace = { kind: 'grey' };
  return {
    fillSpace: grey,
    strokeSpace: grey,
    fill: 'mono',
    stroke: 'mono',
    textMode: 0,
    matrix,
    hidden: false,
  };
}
