import type { Box } from './box.ts';
import { toneOfImage } from './colour-image.ts';
import { identity, isInside, isMatrix, type Matrix, multiply, PathBox } from './colour-place.ts';
import { setColour } from './colour-setting.ts';
import { readColourSpace } from './colour-space.ts';
import { type GraphicsState, initialState } from './colour-state.ts';
import { numbersOf, type Tone } from './colour-tone.ts';
import type { ColourVerdict } from './colour-verdict.ts';
import type { ObjectStore } from './object-store.ts';
import { PdfParser } from './parser.ts';
import { isDictionary, nameOf, type PdfDictionary, PdfKeyword, PdfStream, type PdfValue } from './values.ts';

/** What a content stream is read with. */
export interface ContentContext {
  readonly store: ObjectStore;
  readonly verdict: ColourVerdict;
  /** What prints of the page. */
  readonly page: Box;
}

/** Forms inside forms. */
const formDepthMax = 8;
/** Operands before an operator; 33 is the most that one takes, TJ has them in an array. */
const operandsMax = 64;
const statesMax = 256;
/** Octets of content; what is longer is left to a renderer. */
const contentOctetsMax = 1_048_576;

/** Operators that change nothing here (ISO 32000-1 annex A). */
const indifferent: ReadonlySet<string> = new Set(
  'w J j M d ri i h Tc Tw Tz Ts MP DP BMC EMC BX EX'.split(' '),
);

/**
 * Follows the operators of a content stream for the colour of what they paint, without painting. An operator that is
 * not known abandons the verdict: content is only as mono as its least understood part.
 */
export class ContentScan {
  readonly #context: ContentContext;
  readonly #resources: PdfDictionary;
  readonly #depth: number;
  #state: GraphicsState;
  readonly #saved: GraphicsState[] = [];
  #path = new PathBox();
  #textLine: Matrix = identity;
  #leading = 0;
  #clipNext = false;

  constructor(
    context: ContentContext,
    resources: PdfDictionary,
    form?: { state: GraphicsState; depth: number },
  ) {
    this.#context = context;
    this.#resources = resources;
    this.#state = form?.state ?? initialState();
    this.#depth = form?.depth ?? 0;
  }

  run(content: Uint8Array): void {
    const { verdict } = this.#context;
    const parser = new PdfParser(content);
    let operands: PdfValue[] = [];
    while (!verdict.abandoned && !parser.atEnd) {
      const value = parser.value();
      if (parser.damaged || operands.length > operandsMax) verdict.abandon();
      if (value instanceof PdfKeyword) {
        this.#operate(value.word, operands);
        operands = [];
      } else {
        operands.push(value);
      }
    }
  }

  readonly #readSpace = (value: PdfValue | undefined) =>
    readColourSpace(value, this.#resources, this.#context.store.resolve);

  #operate(word: string, operands: readonly PdfValue[]): void {
    if (indifferent.has(word)) return;
    const understood =
      setColour(word, operands, this.#state, this.#readSpace) ||
      this.#changeState(word, operands) ||
      this.#buildPath(word, operands) ||
      this.#paintPath(word) ||
      this.#text(word, operands) ||
      (word === 'Do' && this.#paintObject(nameOf(operands.at(-1))));
    if (!understood) this.#context.verdict.abandon();
  }

  #changeState(word: string, operands: readonly PdfValue[]): boolean {
    switch (word) {
      case 'q':
        this.#saved.push({ ...this.#state });
        return this.#saved.length <= statesMax;
      case 'Q':
        this.#state = this.#saved.pop() ?? this.#state;
        return true;
      case 'cm': {
        const matrix = numbersOf(operands, 6);
        if (!isMatrix(matrix)) return false;
        this.#state.matrix = multiply(matrix, this.#state.matrix);
        return true;
      }
      case 'gs':
        this.#state.hidden = true;
        return this.#isPlainState(nameOf(operands.at(-1)));
      case 'BDC':
        // Marked content may belong to a layer that does not print; its end is not followed.
        if (nameOf(operands[0]) === 'OC') this.#state.hidden = true;
        return true;
      default:
        return false;
    }
  }

  /** Whether a graphics state has no transfer function or halftone, which could make colour of grey. */
  #isPlainState(name: string | undefined): boolean {
    const { resolve } = this.#context.store;
    const states = resolve(this.#resources.get('ExtGState'));
    const state = isDictionary(states) ? resolve(states.get(name ?? '')) : null;
    return isDictionary(state) && !state.has('TR') && !state.has('HTP');
  }

  #buildPath(word: string, operands: readonly PdfValue[]): boolean {
    const points = { m: 1, l: 1, v: 2, y: 2, c: 3, re: 2 }[word];
    if (points === undefined) return false;
    const numbers = numbersOf(operands, points * 2);
    if (numbers === undefined) return false;
    const { matrix } = this.#state;
    const [x = 0, y = 0, width = 0, height = 0] = numbers;
    if (word === 're') {
      for (const [dx, dy] of [
        [0, 0],
        [width, 0],
        [0, height],
        [width, height],
      ] as const) {
        this.#path.add(x + dx, y + dy, matrix);
      }
      return true;
    }
    for (let at = 0; at < numbers.length; at += 2)
      this.#path.add(numbers[at] ?? 0, numbers[at + 1] ?? 0, matrix);
    return true;
  }

  #paintPath(word: string): boolean {
    const { fill, stroke, hidden } = this.#state;
    const visible = !hidden && this.#path.reachesInto(this.#context.page);
    switch (word) {
      case 'W':
      case 'W*':
        this.#clipNext = true;
        return true;
      case 'f':
      case 'F':
      case 'f*':
        this.#paint(fill, visible);
        break;
      case 'S':
      case 's':
        this.#paint(stroke, visible);
        break;
      case 'B':
      case 'B*':
      case 'b':
      case 'b*':
        this.#paint(fill, visible);
        this.#paint(stroke, visible);
        break;
      case 'n':
        break;
      default:
        return false;
    }
    this.#state.hidden ||= this.#clipNext;
    this.#clipNext = false;
    this.#path = new PathBox();
    return true;
  }

  #paint(tone: Tone, visible: boolean): void {
    this.#context.verdict.paint({ tone, covers: true, visible });
  }

  #text(word: string, operands: readonly PdfValue[]): boolean {
    switch (word) {
      case 'BT':
        this.#textLine = identity;
        return true;
      case 'ET':
        return true;
      case 'Tr':
        this.#state.textMode = numbersOf(operands, 1)?.[0] ?? 0;
        return true;
      case 'Tf':
        return this.#isPlainFont(nameOf(operands.at(-2)));
      case 'TL':
        this.#leading = numbersOf(operands, 1)?.[0] ?? 0;
        return true;
      case 'Tm': {
        const matrix = numbersOf(operands, 6);
        if (!isMatrix(matrix)) return false;
        this.#textLine = matrix;
        return true;
      }
      case 'Td':
      case 'TD': {
        const [x, y] = numbersOf(operands, 2) ?? [];
        if (x === undefined || y === undefined) return false;
        if (word === 'TD') this.#leading = -y;
        return this.#nextLine(x, y);
      }
      case 'T*':
        return this.#nextLine(0, -this.#leading);
      case "'":
      case '"':
        return this.#nextLine(0, -this.#leading) && this.#showText();
      case 'Tj':
      case 'TJ':
        return this.#showText();
      default:
        return false;
    }
  }

  #nextLine(x: number, y: number): boolean {
    this.#textLine = multiply([1, 0, 0, 1, x, y], this.#textLine);
    return true;
  }

  /** Letters never cover what is below them; where a line begins inside the page, some of it shows. */
  #showText(): boolean {
    const { textMode, fill, stroke, hidden, matrix } = this.#state;
    const [, , , , x, y] = multiply(this.#textLine, matrix);
    const visible = !hidden && textMode < 3 && isInside(x, y, this.#context.page);
    const mode = textMode % 4;
    if (mode === 0 || mode === 2) this.#context.verdict.paint({ tone: fill, covers: false, visible });
    if (mode === 1 || mode === 2) this.#context.verdict.paint({ tone: stroke, covers: false, visible });
    if (textMode > 3) this.#state.hidden = true;
    return true;
  }

  /** The letters of a Type 3 font are content streams that may set colours of their own. */
  #isPlainFont(name: string | undefined): boolean {
    const { resolve } = this.#context.store;
    const fonts = resolve(this.#resources.get('Font'));
    const font = isDictionary(fonts) ? resolve(fonts.get(name ?? '')) : null;
    return !isDictionary(font) || nameOf(resolve(font.get('Subtype'))) !== 'Type3';
  }

  #paintObject(name: string | undefined): boolean {
    const { store } = this.#context;
    const objects = store.resolve(this.#resources.get('XObject'));
    const object = isDictionary(objects) ? store.resolve(objects.get(name ?? '')) : null;
    // What is not there paints nothing.
    if (!(object instanceof PdfStream)) return true;
    const { dictionary } = object;
    if (nameOf(store.resolve(dictionary.get('Subtype'))) === 'Form') return this.paintForm(object);
    if (store.resolve(dictionary.get('ImageMask')) === true) {
      this.#paint(this.#state.fill, false);
      return true;
    }
    const corners = new PathBox();
    corners.add(0, 0, this.#state.matrix);
    corners.add(1, 1, this.#state.matrix);
    const whole = !this.#state.hidden && !dictionary.has('SMask') && !dictionary.has('Mask');
    const visible = whole && corners.reachesInto(this.#context.page);
    this.#paint(toneOfImage(object, this.#resources, store), visible);
    return true;
  }

  /** Runs a form in a copy of the state; false when it cannot be read. */
  paintForm(form: PdfStream): boolean {
    const { store, verdict } = this.#context;
    if (this.#depth >= formDepthMax) return false;
    const content = store.dataOf(form, contentOctetsMax);
    const own = store.resolve(form.dictionary.get('Resources'));
    const entries = store.resolve(form.dictionary.get('Matrix'));
    const matrix = Array.isArray(entries) ? numbersOf(entries.map(store.resolve), 6) : identity;
    if (content === undefined || !isMatrix(matrix)) return false;
    const state = { ...this.#state, matrix: multiply(matrix, this.#state.matrix), hidden: true };
    const resources = isDictionary(own) ? own : this.#resources;
    if (!store.effort.spendRead(content.length)) return false;
    new ContentScan(this.#context, resources, { state, depth: this.#depth + 1 }).run(content);
    return !verdict.abandoned;
  }
}
