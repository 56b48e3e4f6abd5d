/** What HP-GL/2 does to the page. */
export interface HpglSink {
  /** Something is drawn. */
  draw(): void;
  /** SP: a pen is chosen; −1 where it is not told which. */
  choosePen(pen: number): void;
  /** PC: a pen gets a colour, of components from 0 to 255 or undefined where that is not told; no pen: all get theirs back. */
  colourPen(pen: number | undefined, components: readonly number[] | undefined): void;
  /** NP: there are other pens. */
  renewPens(): void;
  /** RF: a filling of dots in several pens. */
  fillByPens(): void;
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
const colon = 0x3a;
/** Parameters that are looked at: a pen and three components. */
const parametersMax = 4;

/** A number that is being read; `digits` is 0 between numbers. */
interface Parameter {
  readonly value: number;
  readonly digits: number;
  /** What the next digit is worth behind a point, else 0. */
  readonly fraction: number;
  readonly negative: boolean;
}

const noParameter: Parameter = { value: 0, digits: 0, fraction: 0, negative: false };

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
  /** The first parameters of the command. */
  #parameters: number[] = [];
  #parameter: Parameter = noParameter;
  #penDown = false;
  /** CR has changed what the components of PC mean. */
  #ranged = false;
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
        else if (octet === colon) this.#sink.choosePen(-1);
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
    else this.#takeParameterOctet(octet);
  }

  #takeParameterOctet(octet: number): void {
    const { value, digits, fraction, negative } = this.#parameter;
    if (octet >= 0x30 && octet <= 0x39) {
      const digit = octet - 0x30;
      const next = fraction === 0 ? value * 10 + digit : value + digit * fraction;
      this.#parameter = { value: next, digits: digits + 1, fraction: fraction / 10, negative };
    } else if (octet === 0x2e) this.#parameter = { value, digits, fraction: 0.1, negative };
    else {
      this.#endParameter();
      this.#parameter = { ...noParameter, negative: octet === 0x2d };
    }
  }

  #endParameter(): void {
    const { value, digits, negative } = this.#parameter;
    if (digits > 0 && this.#parameters.length < parametersMax) {
      this.#parameters.push(negative ? -value : value);
    }
    this.#parameter = noParameter;
  }

  #takeLetter(letter: number): void {
    if (this.#state === 'parameters') this.#perform();
    if (this.#state !== 'second') {
      this.#first = letter;
      this.#state = 'second';
      return;
    }
    this.#operation = String.fromCharCode(this.#first, letter);
    this.#parameters = [];
    this.#parameter = noParameter;
    this.#state = stateBehind(this.#operation);
  }

  #perform(): void {
    this.#endParameter();
    const operation = this.#operation;
    const given = this.#parameters.length > 0;
    this.#operation = '';
    switch (operation) {
      case 'PD':
        this.#penDown = true;
        if (given) this.#sink.draw();
        return;
      case 'PA':
      case 'PR':
        if (this.#penDown && given) this.#sink.draw();
        return;
      case 'PU':
      case 'IN':
        this.#penDown = false;
        return;
      case 'PG':
        this.#sink.advance();
        return;
      case 'RP':
        this.#sink.replot();
        return;
      default:
        if (drawing.has(operation)) this.#sink.draw();
        else this.#performOnPens(operation);
    }
  }

  #performOnPens(operation: string): void {
    const [pen, ...components] = this.#parameters;
    switch (operation) {
      case 'SP':
        this.#sink.choosePen(pen ?? 0);
        return;
      case 'PC':
        this.#sink.colourPen(pen, components.length === 3 && !this.#ranged ? components : undefined);
        return;
      case 'CR':
        this.#ranged = pen !== undefined;
        return;
      case 'NP':
        this.#sink.renewPens();
        return;
      case 'RF':
        this.#sink.fillByPens();
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
