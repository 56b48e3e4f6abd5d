import type { Tone } from './colour-tone.ts';

/** One act of painting. */
export interface Paint {
  readonly tone: Tone;
  /** It may cover what was painted before. */
  readonly covers: boolean;
  /** It certainly leaves a mark inside the page. */
  readonly visible: boolean;
}

/**
 * What the paint on a page adds up to. Mono is proven when every act of painting is mono; colour when a coloured act is
 * certainly visible and nothing that could cover it comes later. All else takes a renderer.
 */
export class ColourVerdict {
  #allMono = true;
  #colourLeft = false;
  #abandoned = false;

  paint({ tone, covers, visible }: Paint): void {
    if (covers) this.#colourLeft = false;
    if (tone !== 'mono') this.#allMono = false;
    if (tone === 'colour' && visible) this.#colourLeft = true;
  }

  /** Something was met that is not understood: what follows may be anything. */
  abandon(): void {
    this.#abandoned = true;
  }

  get abandoned(): boolean {
    return this.#abandoned;
  }

  get colour(): boolean | undefined {
    if (this.#abandoned) return undefined;
    if (this.#allMono) return false;
    return this.#colourLeft ? true : undefined;
  }
}
