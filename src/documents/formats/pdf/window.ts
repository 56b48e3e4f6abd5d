import type { RandomBytes } from './bytes.ts';

/** What is read ahead at most while the places sought follow each other. */
export const aheadOctetsMax = 131_072;
/** A tree lies in its file in some order: its nodes here, its pages there. */
export const piecesMax = 4;

export const noOctets: Uint8Array = new Uint8Array(0);
export const noView: DataView = new DataView(noOctets.buffer);

interface Piece {
  octets: Uint8Array;
  view: DataView;
  /** Where in the document it begins. */
  base: number;
  ahead: number;
  /** Filled again and again: new memory for each piece costs more than what is done with it. */
  spare: Uint8Array | undefined;
}

/**
 * Pieces of a document at hand: `octets[at]` is the octet that was sought. A walk over a hundred thousand objects would
 * else make a view of each. Places that follow each other make a piece grow, so that a tree that lies densely in its file
 * is read with few calls, and one whose pages lie apart in blocks. `octets` holds until the next seek.
 */
export class Window {
  octets: Uint8Array = noOctets;
  /** A view of the same octets. */
  view: DataView = noView;
  at = 0;
  readonly #bytes: RandomBytes;
  /** Where in the document `octets` begin. */
  base = 0;
  readonly #newSpare: () => Uint8Array;
  /** The piece used last comes first. */
  readonly #pieces: Piece[] = [];

  /** `newSpare` gives the memory for a piece that is filled again and again. */
  constructor(bytes: RandomBytes, newSpare: () => Uint8Array = () => new Uint8Array(aheadOctetsMax)) {
    this.#bytes = bytes;
    this.#newSpare = newSpare;
  }

  /** Goes to `offset`, with `length` octets behind it unless the end is nearer. */
  seek(offset: number, length: number): void {
    const at = offset - this.base;
    if (at >= 0 && at + length <= this.octets.length) {
      this.at = at;
      return;
    }
    const piece = this.#pieceFor(offset, length);
    this.octets = piece.octets;
    this.view = piece.view;
    this.base = piece.base;
    this.at = offset - piece.base;
  }

  #pieceFor(offset: number, length: number): Piece {
    const pieces = this.#pieces;
    const [last, other] = pieces;
    if (last !== undefined && holds(other, offset, length)) {
      // A walk goes to and fro between nodes and pages.
      pieces[0] = other;
      pieces[1] = last;
      return other;
    }
    let index = 0;
    while (index < pieces.length && !reaches(pieces[index], offset, length)) index += 1;
    const piece = pieces[index] ?? this.#newPiece();
    // The oldest may just have made room.
    for (index = Math.min(index, pieces.length); index > 0; index -= 1)
      pieces[index] = pieces[index - 1] ?? piece;
    pieces[0] = piece;
    if (!holds(piece, offset, length)) this.#load(piece, offset, length);
    return piece;
  }

  #newPiece(): Piece {
    const oldest = this.#pieces.length < piecesMax ? undefined : this.#pieces.pop();
    return { octets: noOctets, view: noView, base: -1, ahead: 0, spare: oldest?.spare };
  }

  #load(piece: Piece, offset: number, length: number): void {
    piece.ahead = piece.base < 0 ? 0 : Math.min(aheadOctetsMax, 2 * Math.max(length, piece.ahead));
    if (piece.ahead === aheadOctetsMax) piece.spare ??= this.#newSpare();
    piece.octets = this.#bytes.at(offset, Math.max(length, piece.ahead), piece.spare);
    piece.view = new DataView(piece.octets.buffer, piece.octets.byteOffset, piece.octets.length);
    piece.base = offset;
  }
}

function holds(piece: Piece | undefined, offset: number, length: number): piece is Piece {
  return piece !== undefined && offset >= piece.base && offset + length <= piece.base + piece.octets.length;
}

/** Whether a place lies in a piece, or so close behind it that the piece may go on there. */
function reaches(piece: Piece | undefined, offset: number, length: number): boolean {
  if (piece === undefined || piece.base < 0 || offset < piece.base) return false;
  const gap = offset + length - piece.base - piece.octets.length;
  return gap <= Math.max(length, piece.ahead);
}
