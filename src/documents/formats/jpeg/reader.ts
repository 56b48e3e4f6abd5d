import { JpegColour, wantedSegment } from './colour.ts';

type State = 'marker' | 'length' | 'segment' | 'scan' | 'ended' | 'damaged';

const endOfImage = 0xd9;
const startOfScan = 0xda;
const adobe = 0xee;
/** SOF2; C0 and C1 are sequential, and those behind it lossless, hierarchical or in arithmetic codes. */
const progressive = 0xc2;

/**
 * ITU-T T.81 annex B: markers are followed by their lengths, so that thumbnails inside segments are passed over; the
 * entropy-coded data of a scan goes on to the next marker that is neither 00 nor a restart:
 *
 *     FF D8, then segments FF marker length(2) …, after FF DA … data, at the end FF D9
 *     SOFn (C0–CF but C4, C8, CC): precision(1) height(2) width(2) components(1)
 *
 * It is read while it streams by; what follows the end belongs to it no longer.
 */
export class JpegReader {
  #state: State = 'marker';
  #afterFf = false;
  #marker = 0;
  #lengthOctets = 0;
  #segmentLeft = 0;
  #components = 0;
  /** Of the picture in pixels; a height of 0 is told behind the scan, which is rare. */
  width = 0;
  height = 0;
  /**
   * Its frame is one that PDF knows (ISO 32000-2 §7.4.8): sequential or progressive in Huffman codes, samples of 8 bits.
   * PDFium shows any other as a black area.
   */
  isOfPdf = false;
  /** It has a segment of Adobe, whose CMYK is upside down. */
  isAdobe = false;
  readonly #colour: JpegColour;
  /** The content of a segment that tells colours. */
  #kept: Uint8Array | undefined;
  #keptOctets = 0;

  /** `isRgb`: something outside says that its components are RGB. */
  constructor({ isRgb = false }: { readonly isRgb?: boolean } = {}) {
    this.#colour = new JpegColour(isRgb);
  }

  /** Whether it was read to its end marker, cannot be a JPEG, or goes on. */
  get end(): 'whole' | 'damaged' | 'cut' {
    if (this.#state === 'damaged' || (this.#state === 'ended' && this.#components === 0)) return 'damaged';
    return this.#state === 'ended' ? 'whole' : 'cut';
  }

  /** Its pixels are damaged. */
  get broken(): boolean {
    return this.#colour.broken;
  }

  get components(): number {
    return this.#components;
  }

  /** Whether more of it may tell its colour. */
  get looking(): boolean {
    return this.#colour.looking;
  }

  /** One component is grey, four are inks; three may still be grey, which their pixels tell. */
  get colour(): boolean | undefined {
    if (this.#components === 1) return false;
    return this.#components === 4 ? true : this.#colour.colour;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && this.#state !== 'ended' && this.#state !== 'damaged') {
      if (this.#state === 'segment') at = this.#skipSegment(chunk, at);
      else if (this.#state === 'scan') at = this.#followScan(chunk, at);
      else this.#takeOctet(chunk[at++] ?? 0);
    }
  }

  #takeOctet(octet: number): void {
    switch (this.#state) {
      case 'marker':
        this.#takeMarkerOctet(octet);
        return;
      case 'length':
        this.#takeLengthOctet(octet);
        return;
      case 'segment':
      case 'scan':
      case 'ended':
      case 'damaged':
        return;
    }
  }

  #takeMarkerOctet(octet: number): void {
    if (octet === 0xff) {
      this.#afterFf = true;
      return;
    }
    // Octets between segments mean nothing; decoders pass over them.
    if (!this.#afterFf) return;
    this.#afterFf = false;
    // FF 00 is a data octet FF, D0–D7 are restarts: the scan goes on. D8 and 01 have no length either.
    if (octet === 0x00 && this.#state === 'scan') return;
    if ((octet >= 0xd0 && octet <= 0xd8) || octet === 0x01) return;
    this.#marker = octet;
    this.#lengthOctets = 0;
    this.#segmentLeft = 0;
    this.#state = octet === endOfImage ? 'ended' : 'length';
  }

  #takeLengthOctet(octet: number): void {
    this.#segmentLeft = this.#segmentLeft * 256 + octet;
    this.#lengthOctets += 1;
    if (this.#lengthOctets < 2) return;
    if (this.#segmentLeft < 2) {
      this.#state = 'damaged';
      return;
    }
    this.#segmentLeft -= 2;
    const kept = isFrame(this.#marker) || wantedSegment(this.#marker);
    this.#kept = kept ? new Uint8Array(this.#segmentLeft) : undefined;
    this.#keptOctets = 0;
    this.#state = 'segment';
    if (this.#segmentLeft === 0) this.#endSegment();
  }

  #skipSegment(chunk: Uint8Array, at: number): number {
    const end = Math.min(at + this.#segmentLeft, chunk.length);
    this.#kept?.set(chunk.subarray(at, end), this.#keptOctets);
    this.#keptOctets += end - at;
    this.#segmentLeft -= end - at;
    if (this.#segmentLeft === 0) this.#endSegment();
    return end;
  }

  #endSegment(): void {
    this.#state = this.#marker === startOfScan ? 'scan' : 'marker';
    if (this.#kept === undefined) return;
    if (isFrame(this.#marker)) this.#readFrame(this.#kept);
    if (this.#marker === adobe) this.isAdobe ||= Buffer.from(this.#kept).toString('latin1', 0, 5) === 'Adobe';
    this.#colour.segment(this.#marker, this.#kept);
  }

  #readFrame(frame: Uint8Array): void {
    if (frame.length < 6) return;
    const view = new DataView(frame.buffer);
    this.height = view.getUint16(1);
    this.width = view.getUint16(3);
    this.#components = view.getUint8(5);
    this.isOfPdf = this.#marker <= progressive && view.getUint8(0) === 8;
  }

  /** To the marker that ends the scan; the search for it is native and passes over 1 GB a second. */
  #followScan(chunk: Uint8Array, start: number): number {
    let at = start;
    while (at < chunk.length && this.#state === 'scan') {
      if (this.#afterFf) this.#takeMarkerOctet(chunk[at++] ?? 0);
      else {
        const found = chunk.indexOf(0xff, at);
        this.#afterFf = found >= 0;
        at = found < 0 ? chunk.length : found + 1;
      }
    }
    if (this.#colour.looking) this.#colour.scan(chunk.subarray(start, at));
    return at;
  }
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
