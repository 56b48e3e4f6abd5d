/** How much work a document may cause; every figure bounds something a hostile file could ask for without end. */
export interface EffortLimits {
  readonly objects: number;
  readonly kids: number;
  /** Octets read from a file, or of page content that is followed for its colours. */
  readonly readOctets: number;
  /** Octets of pictures that are looked at for their colours: of JPEG as they are, of others unpacked. */
  readonly pictureOctets?: number;
  /** Octets that come out of decompression, all streams together. */
  readonly inflatedOctets: number;
  /** Octets of a damaged document that are searched, and held in memory for it. */
  readonly recoveredOctets: number;
  /** Milliseconds from the start; none where the thread has a limit of its own. */
  readonly timeMs?: number;
  /** Another takes over what this does not reach: a node that says it has more pages than kids may be met is left at once. */
  readonly handsOver?: true;
  /** What may be spent, besides, on telling which pages carry colour; passing it leaves the rest open. */
  readonly colour?: EffortLimits;
}

/**
 * What may be done on the event loop: 1 ms, and 20 ms of CPU as long as none of it is compiled. A job of 10 KB needs 10 objects
 * and nothing inflated; what needs more goes to a worker, which costs a fraction of a millisecond on the way there.
 */
export const inlineEffort: EffortLimits = {
  objects: 150,
  kids: 100,
  readOctets: 65_536,
  inflatedOctets: 131_072,
  recoveredOctets: 65_536,
  handsOver: true,
  colour: {
    objects: 60,
    kids: 0,
    readOctets: 16_384,
    pictureOctets: 16_384,
    inflatedOctets: 32_768,
    recoveredOctets: 0,
  },
};

/** What may be done in a worker for the number of pages and their sizes: more than any honest document asks for. */
export const structureEffort: EffortLimits = {
  objects: 2_000_000,
  kids: 1_000_000,
  readOctets: 4_294_967_296,
  inflatedOctets: 268_435_456,
  recoveredOctets: 134_217_728,
};

/** The same, and colours besides within a time of their own, so that the number of pages is never lost to them. */
export function workerEffort(colourTimeMs: number): EffortLimits {
  return { ...structureEffort, colour: { ...colourEffort, timeMs: colourTimeMs } };
}

const colourEffort: EffortLimits = {
  // JPEG passes at 30 MB/s, pixels at 400: the time for colours may end before.
  pictureOctets: 1_073_741_824,
  objects: 50_000,
  kids: 0,
  readOctets: 8_388_608,
  inflatedOctets: 1_073_741_824,
  recoveredOctets: 0,
};

/** What is left of the limits. Once one is passed, reading yields nothing any more and `passed` names it. */
export class Effort {
  #objects: number;
  #kids: number;
  #readOctets: number;
  #pictureOctets: number;
  #inflatedOctets: number;
  #recoveredOctets: number;
  readonly #until: number | undefined;
  readonly #handsOver: boolean;
  #passed: string | undefined;
  /** What is left for telling colours; one for all documents of a stream. */
  readonly colour: Effort | undefined;

  constructor(limits: EffortLimits) {
    this.#objects = limits.objects;
    this.#kids = limits.kids;
    this.#readOctets = limits.readOctets;
    this.#pictureOctets = limits.pictureOctets ?? 0;
    this.#inflatedOctets = limits.inflatedOctets;
    this.#recoveredOctets = limits.recoveredOctets;
    this.#until = limits.timeMs === undefined ? undefined : performance.now() + limits.timeMs;
    this.#handsOver = limits.handsOver === true;
    this.colour = limits.colour === undefined ? undefined : new Effort(limits.colour);
  }

  get passed(): string | undefined {
    return this.#passed;
  }

  spendObject(): boolean {
    this.#objects -= 1;
    return this.#inTime() && (this.#objects >= 0 || this.pass('objects'));
  }

  /** Kids that may still be met. */
  get kidsLeft(): number {
    return this.#kids;
  }

  spendKid(kids = 1): boolean {
    this.#kids -= kids;
    return this.#kids >= 0 || this.pass('kids');
  }

  /** Whether a node of so many pages may be entered. That is what it says, and no reason to give up where nobody takes over. */
  mayEnter(pagesSaid: number): boolean {
    return !this.#handsOver || pagesSaid <= this.#kids || this.pass('kids');
  }

  spendRead(octets: number): boolean {
    this.#readOctets -= octets;
    return this.#inTime() && (this.#readOctets >= 0 || this.pass('read-octets'));
  }

  /**
   * Whether so much of a picture may be followed, which then counts as no other reading; one that may not is left open by
   * itself, and the others go on.
   */
  spendPicture(octets: number): boolean {
    if (!this.#inTime() || octets > this.#pictureOctets) return false;
    this.#pictureOctets -= octets;
    this.#readOctets += octets;
    return true;
  }

  /** Octets that may still be read. */
  get readLeft(): number {
    return this.#readOctets;
  }

  /** Octets that may still come out of decompression. */
  get inflatedLeft(): number {
    return this.#inflatedOctets;
  }

  spendInflated(octets: number): boolean {
    this.#inflatedOctets -= octets;
    return this.#inflatedOctets >= 0 || this.pass('inflated-octets');
  }

  spendRecovered(octets: number): boolean {
    this.#recoveredOctets -= octets;
    return this.#recoveredOctets >= 0 || this.pass('recovered-octets');
  }

  #inTime(): boolean {
    return this.#until === undefined || performance.now() <= this.#until || this.pass('time');
  }

  /** Notes the first limit that was passed; false, so that callers may return it. */
  pass(limit: string): false {
    this.#passed ??= limit;
    return false;
  }
}
