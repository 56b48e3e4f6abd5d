import type { PdfDictionary } from './values.ts';

/** Where an object is. One is filled again and again: a walk over a hundred thousand objects would else make one of each. */
export class XrefPlace {
  kind: 'free' | 'offset' | 'in-stream' = 'free';
  /** Where it stands in the file; for `in-stream` the number of the object stream. */
  at = 0;
  /** Its place in the object stream. */
  index = 0;

  beFree(): true {
    this.kind = 'free';
    return true;
  }

  beAt(offset: number): true {
    this.kind = 'offset';
    this.at = offset;
    return true;
  }

  beInside(stream: number, index: number): true {
    this.kind = 'in-stream';
    this.at = stream;
    this.index = index;
    return true;
  }
}

/** Knows where objects are. */
export interface ObjectFinder {
  /** Fills in where an object is; false when it is in no cross-reference, and the place means nothing. */
  find(number: number, place: XrefPlace): boolean;
  /** Finds as many objects of a run as stand in the piece, one after the other; says how many. */
  findRun?(run: ObjectRun): number;
}

/** Numbers of objects, from one place of a list to another, that are sought in one piece of the file; one is used again and again. */
export class ObjectRun {
  numbers: readonly unknown[] = [];
  from = 0;
  to = 0;
  /** Places in the file between which they are sought. */
  start = 0;
  end = 0;
  /** Is given the place of each, counted from `origin`, and its number. */
  readonly found: Int32Array;
  origin = 0;

  constructor(found: Int32Array) {
    this.found = found;
  }
}

/** One cross-reference section, table or stream; entries are read when asked for. */
export interface XrefSection extends ObjectFinder {
  readonly trailer: PdfDictionary;
  /** Position behind the section and its trailer. */
  readonly end: number;
}
