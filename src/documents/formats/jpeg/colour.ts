import { castMax } from '../pixels/pixel-colour.ts';
import { JpegBits } from './bits.ts';
import { HuffmanCode } from './huffman.ts';

interface Component {
  readonly id: number;
  /** Blocks of it in one unit of the scan. */
  readonly blocks: number;
  readonly quantiser: number;
}

interface ScanComponent extends Component {
  readonly dc: HuffmanCode;
  readonly ac: HuffmanCode | undefined;
  /** The first coefficient of its last block, as coded, and the same before this unit. */
  last: number;
  before: number;
  /** The first coefficient of its first block in this unit. */
  first: number;
}

/** A scan that is being read. */
interface Scan {
  readonly components: readonly ScanComponent[];
  /** Bits by which a progressive scan leaves the numbers short. */
  readonly shift: number;
}

const markers = { baseline: 0xc0, extended: 0xc1, progressive: 0xc2, huffman: 0xc4, adobe: 0xee } as const;
const quantisers = 0xdb;
const restartInterval = 0xdd;

/** Segments that are needed to read colours out of a JPEG. */
export function wantedSegment(marker: number): boolean {
  const { baseline, extended, progressive, huffman, adobe } = markers;
  return [baseline, extended, progressive, huffman, adobe, quantisers, restartInterval, 0xda].includes(
    marker,
  );
}

/**
 * Tells whether a JPEG of three components has colour, by the mean colour of each block of 8 × 8 pixels (its first
 * coefficient), which is what 36 dpi would show of it. The other coefficients are only gone past. It looks no further
 * than the first coloured block. What is not a sequential or progressive Huffman code of 8 bits with all components
 * in one scan stays open.
 */
export class JpegColour {
  readonly #quantisers = new Map<number, number>();
  readonly #codes = new Map<number, HuffmanCode>();
  readonly #bits = new JpegBits();
  #components: readonly Component[] = [];
  #progressive = false;
  #isRgb: boolean;
  #restartUnits = 0;
  #units = 0;
  #unitsDone = 0;
  #scan: Scan | undefined;
  #state: 'looking' | 'colour' | 'mono' | 'open' = 'looking';

  /** `isRgb`: something outside says that its components are RGB. */
  constructor(isRgb = false) {
    this.#isRgb = isRgb;
  }

  get looking(): boolean {
    return this.#state === 'looking';
  }

  /** Codes came that make no sense. */
  get broken(): boolean {
    return this.#bits.broken;
  }

  /** The answer, when the whole JPEG has been handed over. */
  get colour(): boolean | undefined {
    if (this.#state === 'colour') return true;
    return this.#state === 'mono' ? false : undefined;
  }

  /** Takes the content of a wanted segment. */
  segment(marker: number, content: Uint8Array): void {
    if (!this.looking) return;
    switch (marker) {
      case markers.baseline:
      case markers.extended:
      case markers.progressive:
        this.#progressive = marker === markers.progressive;
        this.#readFrame(content);
        return;
      case markers.huffman:
        this.#readCodes(content);
        return;
      case quantisers:
        this.#readQuantisers(content);
        return;
      case restartInterval:
        this.#restartUnits = ((content[0] ?? 0) << 8) | (content[1] ?? 0);
        return;
      case markers.adobe:
        // "Adobe" version(2) flags(2) flags(2) transform(1): 0 is RGB as it is.
        if (Buffer.from(content).toString('latin1', 0, 5) === 'Adobe') this.#isRgb = content[11] === 0;
        return;
      default:
        this.#beginScan(content);
    }
  }

  /** Takes octets of the scan that began last, markers inside it and behind it included. */
  scan(octets: Uint8Array): void {
    if (this.#state !== 'looking' || this.#scan === undefined) return;
    const { components, shift } = this.#scan;
    this.#bits.add(octets);
    while (this.#state === 'looking' && this.#unitsDone < this.#units) {
      this.#bits.mark();
      for (const component of components) component.before = component.last;
      this.#readUnit(components);
      if (this.#bits.short) {
        this.#bits.returnToMark();
        for (const component of components) component.last = component.before;
        return;
      }
      if (this.#bits.broken) this.#state = 'open';
      else if (isColoured(components, shift, this.#isRgb)) this.#state = 'colour';
      this.#unitsDone += 1;
    }
    if (this.#state === 'looking') this.#state = 'mono';
  }

  #readUnit(components: readonly ScanComponent[]): void {
    const bits = this.#bits;
    if (this.#restartUnits > 0 && this.#unitsDone > 0 && this.#unitsDone % this.#restartUnits === 0) {
      bits.restart();
      for (const component of components) component.last = 0;
    }
    for (const component of components) {
      for (let block = 0; block < component.blocks && !bits.short && !bits.broken; block += 1) {
        component.last += bits.signed(bits.symbol(component.dc) & 15);
        if (block === 0) component.first = component.last;
        if (component.ac !== undefined) passCoefficients(bits, component.ac);
      }
    }
  }

  /** SOF: precision(1) height(2) width(2) components(1), then each: id(1) sampling(4 + 4 bits) quantiser(1). */
  #readFrame(content: Uint8Array): void {
    const view = new DataView(content.buffer, content.byteOffset, content.length);
    if (content.length < 15 || content[0] !== 8 || content[5] !== 3) {
      this.#state = 'open';
      return;
    }
    const sampling = [7, 10, 13].map((at) => content[at] ?? 0x11);
    const across = Math.max(...sampling.map((factors) => factors >> 4));
    const down = Math.max(...sampling.map((factors) => factors & 15));
    this.#units = Math.ceil(view.getUint16(3) / (8 * across)) * Math.ceil(view.getUint16(1) / (8 * down));
    this.#components = sampling.map((factors, index) => ({
      id: content[6 + index * 3] ?? 0,
      blocks: (factors >> 4) * (factors & 15),
      quantiser: content[8 + index * 3] ?? 0,
    }));
    // Files without a word on it name the components R, G and B when that is what they are.
    this.#isRgb ||= this.#components.map(({ id }) => String.fromCharCode(id)).join('') === 'RGB';
    // A height of 0 is told behind the scan (DNL).
    if (this.#units === 0) this.#state = 'open';
  }

  /** DHT: class and place(4 + 4 bits), how many codes of each length(16), their values. */
  #readCodes(content: Uint8Array): void {
    for (let at = 0; at + 17 <= content.length; ) {
      const lengths = content.subarray(at + 1, at + 17);
      const count = lengths.reduce((sum, codes) => sum + codes, 0);
      const values = content.subarray(at + 17, at + 17 + count);
      this.#codes.set(content[at] ?? 0, new HuffmanCode(lengths, values));
      at += 17 + count;
    }
  }

  /** DQT: precision and place(4 + 4 bits), 64 steps of 1 or 2 octets, that of the first coefficient first. */
  #readQuantisers(content: Uint8Array): void {
    for (let at = 0; at + 65 <= content.length; ) {
      const kind = content[at] ?? 0;
      const wide = kind > 15;
      const first = content[at + 1] ?? 0;
      this.#quantisers.set(kind & 15, wide ? first * 256 + (content[at + 2] ?? 0) : first);
      at += wide ? 129 : 65;
    }
  }

  /** SOS: components(1), each: id(1) codes(4 + 4 bits), then first and last coefficient(1 + 1), bits(4 + 4 bits). */
  #beginScan(content: Uint8Array): void {
    const count = content[0] ?? 0;
    const first = content[1 + count * 2] ?? 0;
    const approximation = content[3 + count * 2] ?? 0;
    // The scans of a progressive JPEG that refine it say nothing new.
    if (this.#progressive && (first > 0 || approximation > 15)) return;
    const components = this.#components.map((component, index) => this.#inScan(component, content, index));
    const known = components.filter((component) => component !== undefined);
    if (count !== 3 || known.length !== 3) {
      this.#state = 'open';
      return;
    }
    this.#unitsDone = 0;
    this.#scan = { components: known, shift: this.#progressive ? approximation & 15 : 0 };
  }

  #inScan(component: Component, content: Uint8Array, index: number): ScanComponent | undefined {
    const codes = content[2 + index * 2] ?? 0;
    const dc = this.#codes.get(codes >> 4);
    const ac = this.#progressive ? undefined : this.#codes.get(0x10 | (codes & 15));
    const quantiser = this.#quantisers.get(component.quantiser);
    if (content[1 + index * 2] !== component.id || dc === undefined || quantiser === undefined)
      return undefined;
    if (!this.#progressive && ac === undefined) return undefined;
    return { ...component, quantiser, dc, ac, last: 0, before: 0, first: 0 };
  }
}

/** The 63 coefficients behind the first one (§F.2.2.2): runs of zeros and sizes in one code. */
function passCoefficients(bits: JpegBits, code: HuffmanCode): void {
  for (let at = 1; at < 64; at += 1) {
    const symbol = bits.symbol(code);
    const size = symbol & 15;
    if (size > 0) {
      at += symbol >> 4;
      bits.bits(size);
    } else if (symbol === 0xf0) at += 15;
    else return;
  }
}

/** The mean colour of a unit's first blocks, as a decoder would make it (JFIF 1.02: 0 to 255, chroma around 128). */
function isColoured(components: readonly ScanComponent[], shift: number, isRgb: boolean): boolean {
  const [first, second, third] = components;
  if (first === undefined || second === undefined || third === undefined) return false;
  const a = mean(first, shift);
  const b = mean(second, shift);
  const c = mean(third, shift);
  if (isRgb) return differs(clip(a), clip(b), clip(c));
  // Exactly grey is the usual case.
  if (b === 0 && c === 0) return false;
  return differs(clip(a + 1.402 * c), clip(a - 0.344 * b - 0.714 * c), clip(a + 1.772 * b));
}

/** The mean of a block around 128. */
function mean({ first, quantiser }: ScanComponent, shift: number): number {
  return ((first << shift) * quantiser) / 8;
}

function clip(value: number): number {
  return Math.min(127, Math.max(-128, value));
}

function differs(red: number, green: number, blue: number): boolean {
  return Math.max(red, green, blue) - Math.min(red, green, blue) > castMax;
}
