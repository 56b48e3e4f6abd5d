export interface TextOptions {
  readonly pages: number;
  /** Lines on each page; 3 unless said. */
  readonly lines?: number;
  readonly lineEnd?: '\n' | '\r\n';
}

/** Plain text with a form feed between its pages. */
export function makeText({ pages, lines = 3, lineEnd = '\n' }: TextOptions): Buffer {
  const page = (number: number) =>
    Array.from({ length: lines }, (_, line) => `Page ${number}, line ${line + 1}: Grüße${lineEnd}`).join('');
  return Buffer.from(Array.from({ length: pages }, (_, index) => page(index + 1)).join('\f'));
}
