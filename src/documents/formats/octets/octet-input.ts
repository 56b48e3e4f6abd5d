const none: Uint8Array = new Uint8Array(0);
const noView: DataView = new DataView(none.buffer);

/** Octets that were taken in one piece, read as numbers at offsets from the first one; nobody checks the offsets. */
export class TakenOctets {
  #octets = none;
  #view = noView;
  #start = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  getUint8(at: number): number {
    return this.#view.getUint8(this.#start + at);
  }

  getUint16(at: number, little = false): number {
    return this.#view.getUint16(this.#start + at, little);
  }

  getUint32(at: number, little = false): number {
    return this.#view.getUint32(this.#start + at, little);
  }

  /** One character an octet. */
  text(): string {
    let text = '';
    for (let at = 0; at < this.#length; at += 1) text += String.fromCharCode(this.getUint8(at));
    return text;
  }

  /** A view of the same octets, which holds as long as they do. */
  octets(): Uint8Array {
    return this.#octets.subarray(this.#start, this.#start + this.#length);
  }

  /** Stands for all of these octets from now on. */
  over(octets: Uint8Array): this {
    return this.at(octets, viewOf(octets)).of(0, octets.length);
  }

  /** Stands for octets of this chunk from now on; `of` says which. */
  at(octets: Uint8Array, view: DataView): this {
    this.#octets = octets;
    this.#view = view;
    return this;
  }

  of(start: number, length: number): this {
    this.#start = start;
    this.#length = length;
    return this;
  }
}

/**
 * The octets of the chunk that have not been taken yet. Each method takes what it is asked for when all of that lies at
 * hand, without making an object for it; else it takes nothing, and the script demands the octets as they come.
 */
export class OctetInput {
  /** The octets taken last: one object for all, so that they hold until the next are taken. */
  readonly taken: TakenOctets = new TakenOctets();
  #chunk = none;
  #view = noView;
  /** The chunk again, made where it is read as text. */
  #buffer: Buffer | undefined;
  /** The position of the next octet in the chunk, and where to go back to. */
  at = 0;

  get left(): number {
    return this.#chunk.length - this.at;
  }

  open(chunk: Uint8Array, start: number): void {
    this.#chunk = chunk;
    this.#view = viewOf(chunk);
    this.at = start;
  }

  /** Lets the chunk go; returns the position behind the last octet that was taken. */
  close(): number {
    const at = this.at;
    this.#chunk = none;
    this.#view = noView;
    this.#buffer = undefined;
    this.at = 0;
    return at;
  }

  take(octets: number): TakenOctets | undefined {
    const start = this.at;
    if (start + octets > this.#chunk.length) return undefined;
    this.at = start + octets;
    return this.taken.at(this.#chunk, this.#view).of(start, octets);
  }

  takeOctet(): number | undefined {
    const octet = this.#chunk[this.at];
    if (octet !== undefined) this.at += 1;
    return octet;
  }

  /** The next octet, which is not taken. */
  peek(): number | undefined {
    return this.#chunk[this.at];
  }

  /**
   * The text, one character an octet, up to the next octet that is 1 in `stops`; as much of it as lies at hand, and at most
   * `octetsMax`.
   */
  takeTextTo(stops: Uint8Array, octetsMax: number): string {
    const chunk = this.#chunk;
    const start = this.at;
    const end = Math.min(chunk.length, start + octetsMax);
    let at = start;
    while (at < end && stops[chunk[at] ?? 0] !== 1) at += 1;
    this.at = at;
    return at === start ? '' : this.#text(start, at);
  }

  /** Whether it went past so many octets; fewer than one are none. */
  pass(octets: number): boolean {
    if (!(octets > 0)) return true;
    if (this.at + octets > this.#chunk.length) return false;
    this.at += octets;
    return true;
  }

  /** Goes past those of so many octets that lie at hand, and returns them. */
  passUpTo(octets: number): Uint8Array {
    const start = this.at;
    this.at = Math.min(this.#chunk.length, start + octets);
    return this.#chunk.subarray(start, this.at);
  }

  /** Goes past octets to the next one whose class is `stop`; returns the classes of those it passed, joined by or. */
  passTo(classes: Uint8Array, stop: number): number {
    const chunk = this.#chunk;
    let passed = 0;
    let at = this.at;
    for (; at < chunk.length; at += 1) {
      const octetClass = classes[chunk[at] ?? 0] ?? stop;
      if (octetClass === stop) break;
      passed |= octetClass;
    }
    this.at = at;
    return passed;
  }

  /** Whether `scan`, which returns the position behind the last octet it wants, came to its end. */
  scan(scan: (chunk: Uint8Array, at: number) => number | undefined): boolean {
    const end = scan(this.#chunk, this.at);
    this.at = end ?? this.#chunk.length;
    return end !== undefined;
  }

  #text(start: number, end: number): string {
    const { buffer, byteOffset, length } = this.#chunk;
    this.#buffer ??= Buffer.from(buffer, byteOffset, length);
    return this.#buffer.toString('latin1', start, end);
  }
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}
