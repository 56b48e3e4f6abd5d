/** What HP-GL/2 does to the page. */
export interface HpglSink {
  /** Something is drawn. */
  draw(): void;
  /** A pen or palette that may be coloured is chosen. */
  choosePen(): void;
  /** PG: the page is advanced. */
  advance(): void;
  /** RP: the page is plotted again, which this reader cannot follow. */
  replot(): void;
}

type State = 'first' | 'second' | 'parameters' | 'label' | 'encoded' | 'quoted' | 'terminator' | 'symbol';

const escapeOctet = 0x1b;
const endOfText = 0x03;
const semicolon = 0x3b;
const quote = 0x22;
const drawing: ReadonlySet<string> = new Set('SB AA AR AT RT CI EA ER EW RA RR WG EP FP BR BZ'.split(' '));

/**
 * HP-GL/2: two letters, parameters, `;` or the next letter. Only what has a payload of its own is told apart, so that
 * nothing in it is taken for a command:
 *
 *     LB text… terminator (03, or what DT set)    PE octets… ;    CO "text"    SM character
 */
export class HpglScanner {
  readonly #sink: HpglSink;
  #state: State = 'first';
  #first = 0;
  #operation = '';
  #parameter = 0;
  #parameters = false;
  #penDown = false;
  #terminator = endOfText;

  constructor(sink: HpglSink) {
    this.#sink = sink;
  }

  /** Takes octets from `start` to the next ESC, which belongs to PCL; returns its position. */
  take(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at += 1) {
      const octet = chunk[at] ?? 0;
      if (octet === escapeOctet) return at;
      this.#takeOctet(octet);
    }
    return chunk.length;
  }

  /** HP-GL/2 is left: a command without its `;` ends here. */
  leave(): void {
    if (this.#state === 'parameters') this.#perform();
    this.#state = 'first';
  }

  #takeOctet(octet: number): void {
    switch (this.#state) {
      case 'first':
      case 'second':
      case 'parameters':
        this.#takeCommandOctet(octet);
        return;
      case 'label':
        if (octet === this.#terminator) this.#state = 'first';
        else this.#sink.draw();
        return;
      case 'encoded':
        if (octet === semicolon) this.#state = 'first';
        else this.#sink.draw();
        return;
      case 'quoted':
        if (octet === quote) this.#state = 'parameters';
        return;
      case 'terminator':
        this.#terminator = octet === semicolon ? endOfText : octet;
        this.#state = octet === semicolon ? 'first' : 'parameters';
        return;
      case 'symbol':
        this.#state = 'parameters';
        return;
    }
  }

  #takeCommandOctet(octet: number): void {
    const letter = octet & 0xdf;
    if (letter >= 0x41 && letter <= 0x5a) {
      this.#takeLetter(letter);
      return;
    }
    if (this.#state !== 'parameters') return;
    if (octet === semicolon) {
      this.#perform();
      this.#state = 'first';
    } else if (octet === quote) this.#state = 'quoted';
    else if (octet >= 0x30 && octet <= 0x39) {
      this.#parameters = true;
      this.#parameter = this.#parameter * 10 + octet - 0x30;
    }
  }

  #takeLetter(letter: number): void {
    if (this.#state === 'parameters') this.#perform();
    if (this.#state !== 'second') {
      this.#first = letter;
      this.#state = 'second';
      return;
    }
    this.#operation = String.fromCharCode(this.#first, letter);
    this.#parameter = 0;
    this.#parameters = false;
    this.#state = stateBehind(this.#operation);
  }

  #perform(): void {
    const operation = this.#operation;
    this.#operation = '';
    switch (operation) {
      case 'PD':
        this.#penDown = true;
        if (this.#parameters) this.#sink.draw();
        return;
      case 'PA':
      case 'PR':
        if (this.#penDown && this.#parameters) this.#sink.draw();
        return;
      case 'PU':
      case 'IN':
        this.#penDown = false;
        return;
      case 'SP':
        if (this.#parameter > 1) this.#sink.choosePen();
        return;
      case 'PC':
      case 'NP':
        this.#sink.choosePen();
        return;
      case 'PG':
        this.#sink.advance();
        return;
      case 'RP':
        this.#sink.replot();
        return;
      default:
        if (drawing.has(operation)) this.#sink.draw();
    }
  }
}

function stateBehind(operation: string): State {
  switch (operation) {
    case 'LB':
      return 'label';
    case 'PE':
      return 'encoded';
    case 'DT':
      return 'terminator';
    case 'SM':
      return 'symbol';
    default:
      return 'parameters';
  }
}
