/**
 * The tables of the npm package `ipp` 2.0.1 that we read, and its codec, which is a foreign peer in tests only: 16 octets
 * make its parser loop for ever. The published types describe something else, so these are our own.
 */
declare module 'ipp' {
  export interface CodeTable {
    readonly lookup: readonly (string | undefined)[];
  }
  export interface Syntax {
    readonly type: string;
    readonly min?: number;
    readonly max?: number;
    readonly setof?: boolean;
    readonly members?: Readonly<Record<string, SyntaxEntry>>;
  }
  /** An array, which may carry `setof` as well, lists alternates; the members of a few collections are made on demand. */
  export type SyntaxEntry = Syntax | SyntaxAlternates | (() => SyntaxEntry);
  export interface SyntaxAlternates extends ReadonlyArray<SyntaxEntry> {
    readonly setof?: boolean;
  }

  const ipp: {
    readonly operations: CodeTable;
    readonly statusCodes: CodeTable;
    readonly enums: Readonly<Record<string, CodeTable>>;
    readonly tags: Readonly<Record<string, number>>;
    readonly keywords: Readonly<Record<string, readonly string[]>>;
    readonly attributes: Readonly<Record<string, Readonly<Record<string, SyntaxEntry>>>>;
    readonly parse: (octets: Buffer) => unknown;
    readonly serialize: (message: unknown) => Buffer;
  };

  export { ipp as default };
}
