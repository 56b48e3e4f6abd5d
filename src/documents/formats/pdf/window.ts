import type { RandomBytes } from './bytes.ts';

/** What is read ahead at most while the places sought follow each other. */
const aheadOctetsMax = 131_072;
/** A tree lies in its file in some order: its nodes here, its pages there. */
const piecesMax = 4;

interface Piece {
  octets: Uint8Array;
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
  octets: Uint8Array = new Uint8Array(0);
  at = 0;
  readonly #bytes: RandomBytes;
  #base = 0;
  /** The piece used last comes first. */
  readonly #pieces: Piece[] = [];

  constructor(bytes: RandomBytes) {
    this.#bytes = bytes;
  }

  /** Goes to `offset`, with `length` octets behind it unless the end is nearer. */
  seek(offset: number, length: number): void {
    const at = offset - this.#base;
    if (at >= 0 && at + length <= this.octets.length) {
      this.at = at;
      return;
    }
    const piece = this.#pieceFor(offset, length);
    this.octets = piece.octets;
    this.#base = piece.base;
    this.at = offset - piece.base;
  }

  #pieceFor(offset: number, length: number): Piece {
    const index = this.#pieces.findIndex((piece) => reaches(piece, offset, length));
    const found = this.#pieces[index];
    if (found !== undefined) this.#pieces.splice(index, 1);
    const piece = found ?? this.#newPiece();
    this.#pieces.unshift(piece);
    if (offset < piece.base || offset + length > piece.base + piece.octets.length)
      this.#load(piece, offset, length);
    return piece;
  }

  #newPiece(): Piece {
    const oldest = this.#pieces.length < piecesMax ? undefined : this.#pieces.pop();
    return { octets: new Uint8Array(0), base: -1, ahead: 0, spare: oldest?.spare };
  }

  #load(piece: Piece, offset: number, length: number): void {
    piece.ahead = piece.base < 0 ? 0 : Math.min(aheadOctetsMax, 2 * Math.max(length, piece.ahead));
    if (piece.ahead === aheadOctetsMax) piece.spare ??= new Uint8Array(aheadOctetsMax);
    piece.octets = this.#bytes.at(offset, Math.max(length, piece.ahead), piece.spare);
    piece.base = offset;
  }
}

/** Whether a place lies in a piece, or so close behind it that the piece may go on there. */
function reaches({ octets, base, ahead }: Piece, offset: number, length: number): boolean {
  const gap = offset + length - base - octets.length;
  return base >= 0 && offset >= base && gap <= Math.max(length, ahead);
}
