/** What a program says of how its pages are printed. A key that is absent is not touched. */
export interface Settings {
  readonly copies?: number;
  readonly duplex?: boolean;
  readonly tumble?: boolean;
  /** Name of the paper. */
  readonly media?: string | undefined;
  /** What is set to a value that only running the program tells. */
  readonly unclear?: readonly SettingKind[];
}

export type SettingKind = 'copies' | 'sides' | 'media';

/** A step of a program, as far as pages depend on it. */
export type Action =
  | { readonly kind: 'call'; readonly name: string }
  | { readonly kind: 'define'; readonly name: string; readonly body: Body }
  | { readonly kind: 'alias'; readonly name: string; readonly of: string }
  /** `by`: the name that stands for setpagedevice; none where the memory is set. */
  | { readonly kind: 'set'; readonly settings: Settings; readonly by?: string }
  /** A procedure that is run never, once or often. */
  | { readonly kind: 'perhaps'; readonly body: Body }
  | { readonly kind: 'doubt'; readonly sentence: string };

/** A procedure. */
export type Body = readonly Action[];

/** What running something may lead to; a set of bits. */
export const effects = {
  none: 0,
  page: 1,
  copies: 2,
  sides: 4,
  media: 8,
  colour: 16,
  /** Saves or restores the memory, and with it settings and definitions. */
  memory: 32,
  /** Gives another meaning to a name that prints. */
  redefinition: 64,
  quit: 128,
  doubt: 256,
} as const;

export const effectOfSetting: Readonly<Record<SettingKind, number>> = {
  copies: effects.copies,
  sides: effects.sides,
  media: effects.media,
};

/** Operators whose effect matters here (PLRM3 chapter 8); a program may give the names other meanings. */
export const operatorEffects: ReadonlyMap<string, number> = new Map<string, number>([
  ['showpage', effects.page],
  ['copypage', effects.page],
  ['save', effects.memory],
  ['restore', effects.memory],
  ['quit', effects.quit],
  ['setpagedevice', effects.none],
  ['setduplexmode', effects.none],
  ['settumble', effects.none],
  ['load', effects.none],
  ...[
    ...['setrgbcolor', 'sethsbcolor', 'setcmykcolor', 'setcolor', 'setcolorspace', 'setpattern'],
    ...['makepattern', 'colorimage', 'shfill', 'execform', 'findcolorrendering'],
  ].map((name) => [name, effects.colour] as const),
]);
