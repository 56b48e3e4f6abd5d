import { encodePng } from './png.ts';

/** Sizes of the square PNGs that clients expect behind printer-icons (PWG 5100.13). */
export const iconSizes = [48, 128, 512] as const;

type Colour = readonly [red: number, green: number, blue: number];

/** A box with round corners, in parts of the icon's side. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly radius: number;
  readonly colour: Colour;
}

const teal: Colour = [15, 118, 110];
const mist: Colour = [226, 240, 238];
const white: Colour = [255, 255, 255];
const ink: Colour = [19, 78, 74];
const mint: Colour = [94, 234, 212];

/** From back to front: tile, sheet going in, body, light, sheet coming out with its lines. */
const boxes: readonly Box[] = [
  { left: 0.02, top: 0.02, right: 0.98, bottom: 0.98, radius: 0.22, colour: teal },
  { left: 0.31, top: 0.18, right: 0.69, bottom: 0.5, radius: 0.03, colour: mist },
  { left: 0.19, top: 0.37, right: 0.81, bottom: 0.7, radius: 0.07, colour: white },
  { left: 0.69, top: 0.44, right: 0.75, bottom: 0.5, radius: 0.03, colour: mint },
  { left: 0.28, top: 0.55, right: 0.72, bottom: 0.6, radius: 0.025, colour: ink },
  { left: 0.31, top: 0.575, right: 0.69, bottom: 0.84, radius: 0.03, colour: mist },
  { left: 0.37, top: 0.64, right: 0.63, bottom: 0.67, radius: 0.015, colour: teal },
  { left: 0.37, top: 0.7, right: 0.63, bottom: 0.73, radius: 0.015, colour: teal },
  { left: 0.37, top: 0.76, right: 0.53, bottom: 0.79, radius: 0.015, colour: teal },
];

/** Our printer, drawn from boxes so that it is sharp at every size and no picture has to be kept. */
export function drawPrinterIcon(side: number): Buffer {
  const rgba = new Uint8Array(side * side * 4);
  for (const box of boxes) paint(rgba, side, box);
  return encodePng({ width: side, height: side }, rgba);
}

function paint(rgba: Uint8Array, side: number, box: Box): void {
  const fromRow = Math.max(0, Math.floor(box.top * side) - 1);
  const toRow = Math.min(side, Math.ceil(box.bottom * side) + 1);
  const fromColumn = Math.max(0, Math.floor(box.left * side) - 1);
  const toColumn = Math.min(side, Math.ceil(box.right * side) + 1);
  for (let row = fromRow; row < toRow; row += 1) {
    for (let column = fromColumn; column < toColumn; column += 1) {
      const cover = coverOf(box, (column + 0.5) / side, (row + 0.5) / side, side);
      if (cover > 0) blend(rgba, (row * side + column) * 4, { colour: box.colour, cover });
    }
  }
}

/** How much of a pixel a box covers: its distance from the edge, in pixels, gives smooth edges without sampling. */
function coverOf(box: Box, x: number, y: number, side: number): number {
  const across = Math.abs(x - (box.left + box.right) / 2) - (box.right - box.left) / 2 + box.radius;
  const down = Math.abs(y - (box.top + box.bottom) / 2) - (box.bottom - box.top) / 2 + box.radius;
  const outside = Math.hypot(Math.max(across, 0), Math.max(down, 0));
  const distance = outside + Math.min(Math.max(across, down), 0) - box.radius;
  return Math.min(1, Math.max(0, 0.5 - distance * side));
}

/** Source over destination, not premultiplied (PNG specification §13.16). */
function blend(
  rgba: Uint8Array,
  at: number,
  over: { readonly colour: Colour; readonly cover: number },
): void {
  const below = (rgba[at + 3] ?? 0) / 255;
  const alpha = over.cover + below * (1 - over.cover);
  for (const [channel, value] of over.colour.entries()) {
    const under = (rgba[at + channel] ?? 0) * below * (1 - over.cover);
    rgba[at + channel] = Math.round((value * over.cover + under) / alpha);
  }
  rgba[at + 3] = Math.round(alpha * 255);
}
