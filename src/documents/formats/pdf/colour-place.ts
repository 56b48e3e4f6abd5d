import type { Box } from './box.ts';

/** A matrix [a b c d e f] (ISO 32000-1 §8.3.3). */
export type Matrix = readonly [number, number, number, number, number, number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** `first`, then `second`. */
export function multiply(first: Matrix, second: Matrix): Matrix {
  const [a, b, c, d, e, f] = first;
  const [p, q, r, s, t, u] = second;
  return [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u];
}

export function isMatrix(numbers: readonly number[] | undefined): numbers is Matrix {
  return numbers?.length === 6;
}

/** The box around points, in the space of the page. */
export class PathBox {
  #left = Number.POSITIVE_INFINITY;
  #bottom = Number.POSITIVE_INFINITY;
  #right = Number.NEGATIVE_INFINITY;
  #top = Number.NEGATIVE_INFINITY;

  add(x: number, y: number, [a, b, c, d, e, f]: Matrix): void {
    const pageX = a * x + c * y + e;
    const pageY = b * x + d * y + f;
    this.#left = Math.min(this.#left, pageX);
    this.#right = Math.max(this.#right, pageX);
    this.#bottom = Math.min(this.#bottom, pageY);
    this.#top = Math.max(this.#top, pageY);
  }

  /** Whether a point or more of it, each way, lies inside the page. */
  reachesInto(page: Box): boolean {
    const width = Math.min(this.#right, page.right) - Math.max(this.#left, page.left);
    const height = Math.min(this.#top, page.top) - Math.max(this.#bottom, page.bottom);
    return width >= 1 && height >= 1;
  }
}

export function isInside(x: number, y: number, page: Box): boolean {
  return x > page.left && x < page.right && y > page.bottom && y < page.top;
}
