import { castMax } from '../pixels/pixel-colour.ts';

/** What is painted in a colour is grey, or not, or nobody here can tell. */
export type DviTone = 'grey' | 'colour' | 'open';

/** Octets of a special that are looked at; a colour has less than 80. */
export const specialOctetsMax = 256;

/** Specials that paint nothing by themselves: paper, links, places in the source, prologues, facts for a PDF. */
const paintless =
  /^(?:papersize=|landscape|src:|html:|header=|pdf: *(?:docinfo|docview|dest|out|outline|pagesize|(?:minor|major)version|mapline|mapfile)\b)/;

const colouring = /^(?:color|background) +/;

/**
 * The colours that specials set (dvips manual, §5.2): what `color push` sets lasts to its `color pop`, over the ends of
 * pages, `color` alone forgets what was pushed, and `background` lies behind this page and the ones after it.
 */
export class DviSpecials {
  readonly #pushed: DviTone[] = [];
  #tone: DviTone = 'grey';
  #background: DviTone = 'grey';

  /** In what is painted from here on. */
  get tone(): DviTone {
    return this.#tone;
  }

  get background(): DviTone {
    return this.#background;
  }

  /** Takes a special; false when it is not known, so that it may paint anything. */
  take(special: string): boolean {
    const text = special.trim();
    if (!colouring.test(text)) return paintless.test(text);
    if (special.length >= specialOctetsMax) {
      this.#tone = 'open';
      return false;
    }
    const [command = '', ...words] = text.split(/ +/);
    if (command === 'background') this.#background = toneOf(words);
    else if (words[0] === 'pop') this.#tone = this.#pushed.pop() ?? 'grey';
    else if (words[0] === 'push') {
      // What nobody ever pops is no colour of a document.
      if (this.#pushed.length === pushedMax) return false;
      this.#pushed.push(this.#tone);
      this.#tone = toneOf(words.slice(1));
    } else {
      this.#pushed.length = 0;
      this.#tone = toneOf(words);
    }
    return true;
  }
}

const pushedMax = 1_000;

const greyNames: readonly string[] = ['Black', 'White', 'Gray'];

function toneOf([model = '', ...numbers]: readonly string[]): DviTone {
  if (numbers.length === 0) return greyNames.includes(model) ? 'grey' : 'open';
  const values = numbers.map(Number);
  if (!values.every((value) => value >= 0 && value <= 1)) return 'open';
  const spread = spreadOf(model, values);
  if (spread === undefined) return 'open';
  return spread * 255 > castMax ? 'colour' : 'grey';
}

/** How far the channels of a colour lie apart, or how much of an ink but black it has. */
function spreadOf(model: string, values: readonly number[]): number | undefined {
  const [first = 0, second = 0, third = 0] = values;
  const name = `${model} ${values.length}`;
  if (name === 'gray 1') return 0;
  if (name === 'rgb 3') return Math.max(...values) - Math.min(...values);
  // Saturation and brightness.
  if (name === 'hsb 3') return second * third;
  return name === 'cmyk 4' ? Math.max(first, second, third) : undefined;
}
