import { plural } from '../../../base/plural.ts';
import type { Sides } from '../../../model/ticket.ts';
import { PageRunList } from '../../page-runs.ts';
import type { SettingKind, Settings } from './actions.ts';
import { Compiler } from './compiler.ts';
import { Machine, type PrintedPage } from './machine.ts';
import type { NameMarks } from './name-marks.ts';
import { type DataLength, Scanner, type TokenKind, type TokenReader } from './scanner.ts';
import { readStructureComment, type StructureComment } from './structure.ts';

/** What reading a program without running it tells. */
export type Verdict =
  | {
      readonly kind: 'strong';
      readonly pages: PageRunList;
      /** A page without an operator that prints it: print servers add one, devices may not. */
      readonly added: boolean;
      /** The sides are set to what only running the program tells. */
      readonly sidesUnclear: boolean;
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'incomplete'; readonly seen: number; readonly sentence: string }
  | { readonly kind: 'weak'; readonly sentence: string };

export interface PostscriptDefaults {
  readonly copies: number;
  readonly sides: Sides | undefined;
}

/** Where in a document the reader is. */
type Place = 'before' | 'prologue' | 'page' | 'trailer' | 'ended';

type OuterComment = Extract<
  StructureComment,
  { readonly kind: 'header' | 'pages' | 'page' | 'trailer' | 'end' }
>;

/** A comment that names a feature and its value, and the settings that were unclear before it. */
interface Feature {
  readonly name: string;
  readonly value: string;
  readonly unclear: ReadonlySet<SettingKind>;
}

/** Sentences kept of a stream of many documents. */
const claimsMax = 10;

/**
 * Reads a program of conforming structure (DSC 3.0) while it streams by:
 *
 *     %!PS-Adobe-3.0 … %%Page: … %%Page: … %%Trailer … %%EOF      and perhaps ^D, and the next document
 *
 * The comments are a claim. It holds when each page section prints exactly once, by an operator that stands in no
 * condition or loop, or by procedures that do; and when nothing prints outside of sections.
 */
export class DocumentReader implements TokenReader {
  readonly #defaults: PostscriptDefaults;
  readonly #pages = new PageRunList();
  readonly #scanner = new Scanner(this);
  readonly #claims: string[] = [];
  #machine: Machine;
  #compiler: Compiler;
  #place: Place = 'before';
  #documents = 0;
  /** No page of the document in work has been added yet. */
  #documentBegins = false;
  #sections = 0;
  #claim: number | undefined;
  #claimAtEnd = false;
  #encapsulated = false;
  /** Pages printed outside of sections, and the last of them. */
  #outside = 0;
  #outsidePage: PrintedPage | undefined;
  #embedded = 0;
  #feature: Feature | undefined;
  #sidesUnclear = false;
  #added = false;
  #weakness = '';

  constructor(defaults: PostscriptDefaults) {
    this.#defaults = defaults;
    this.#machine = new Machine(defaults);
    this.#compiler = new Compiler(this.#machine);
  }

  get wantsAll(): boolean {
    return this.#compiler.wantsAll;
  }

  get marks(): NameMarks {
    return this.#machine.marks;
  }

  /** Pages that the document claims and that are still to come when it has no end; undefined when it does not say. */
  get claim(): number | 'at-end' | undefined {
    return this.#claim ?? (this.#claimAtEnd ? 'at-end' : undefined);
  }

  push(chunk: Uint8Array): void {
    // What is weak stays so: Ghostscript reads all of it again.
    if (this.#weakness === '') this.#scanner.push(chunk);
  }

  finish(): Verdict {
    if (this.#weakness === '') {
      this.#scanner.finish();
      const cut = this.#cut();
      if (cut !== '') return { kind: 'incomplete', seen: this.#pages.pages, sentence: cut };
      this.#endDocument();
    }
    if (this.#weakness !== '') return { kind: 'weak', sentence: this.#weakness };
    return {
      kind: 'strong',
      pages: this.#pages,
      added: this.#added,
      sidesUnclear: this.#sidesUnclear,
      evidence: this.#claims,
    };
  }

  token(kind: TokenKind, text: string, adjacent: boolean): void {
    if (this.#weakness !== '') return;
    if (this.#place === 'before') this.#weaken('The program has no document structure.');
    this.#compiler.token(kind, text, adjacent);
    if (this.#machine.doubt !== '') this.#weaken(this.#machine.doubt);
  }

  comment(line: string): DataLength | undefined {
    if (this.#weakness !== '') return undefined;
    const comment = readStructureComment(line);
    if (comment?.kind !== 'data') {
      if (comment !== undefined) this.#take(comment);
      return undefined;
    }
    if (comment.data === undefined) this.#weaken('The length of data cannot be read.');
    // The operator that draws a picture is the first line of its data (DSC 3.0 §5, as GIMP writes it), and is passed over too.
    this.#machine.paintUnread();
    return comment.data;
  }

  endOfTransmission(): void {
    if (this.#place === 'before') return;
    this.#endSection();
    this.#place = 'ended';
  }

  strange(sentence: string): void {
    this.#weaken(sentence);
  }

  #weaken(sentence: string): void {
    if (this.#weakness === '') this.#weakness = sentence;
  }

  #take(comment: Exclude<StructureComment, { readonly kind: 'data' }>): void {
    switch (comment.kind) {
      case 'begin-document':
        this.#embedded += 1;
        return;
      case 'end-document':
        this.#embedded = Math.max(0, this.#embedded - 1);
        return;
      case 'feature':
        this.#feature = { ...comment, unclear: new Set(this.#machine.unclear) };
        return;
      case 'end-feature':
        if (this.#feature !== undefined) this.#endFeature(this.#feature);
        this.#feature = undefined;
        return;
      case 'header':
      case 'pages':
      case 'page':
      case 'trailer':
      case 'end':
        // The comments of an embedded document are its own; its program runs in the one around it.
        if (this.#embedded === 0) this.#takeOuter(comment);
    }
  }

  #takeOuter(comment: OuterComment): void {
    switch (comment.kind) {
      case 'header':
        this.#header(comment.conforming, comment.encapsulated);
        return;
      case 'pages':
        this.#claim = comment.claim ?? this.#claim;
        this.#claimAtEnd ||= comment.claim === undefined;
        return;
      case 'page':
        this.#endSection();
        this.#sections += 1;
        this.#place = 'page';
        this.#compiler.allNames = false;
        return;
      case 'trailer':
        this.#endSection();
        this.#place = 'trailer';
        return;
      case 'end':
        this.#endSection();
        this.#place = 'ended';
    }
  }

  /** A header within a document is that of a font or file, unless the document has ended. */
  #header(conforming: boolean, encapsulated: boolean): void {
    if (this.#place === 'page' || this.#place === 'trailer') {
      if (conforming) this.#weaken('A document begins within another.');
      return;
    }
    if (this.#place === 'prologue') return;
    if (!conforming) this.#weaken('The program has no document structure.');
    if (this.#documents > 0) this.#endDocument();
    this.#documents += 1;
    this.#documentBegins = true;
    this.#place = 'prologue';
    this.#encapsulated = encapsulated;
    this.#machine = new Machine(this.#defaults);
    this.#compiler = new Compiler(this.#machine);
  }

  #endSection(): void {
    this.#compiler.leaveSettings();
    if (this.#machine.doubt !== '') this.#weaken(this.#machine.doubt);
    if (this.#compiler.depth > 0) this.#weaken('A page begins or ends within a procedure.');
    const printed = this.#machine.pages;
    const page = this.#machine.takePages();
    if (this.#place !== 'page') {
      this.#outside += printed;
      this.#outsidePage = page ?? this.#outsidePage;
    } else if (printed === 1 && page !== undefined) {
      this.#add(page);
    } else {
      this.#weaken(`Page section ${this.#sections} prints ${printed} pages.`);
    }
  }

  #add({ copies, sides, media, mono }: PrintedPage): void {
    this.#pages.add({
      media,
      colour: mono ? false : undefined,
      copies: copies === 1 ? undefined : copies,
      sides,
      newDocument: this.#documentBegins,
    });
    this.#documentBegins = false;
  }

  #endDocument(): void {
    this.#endSection();
    if (!this.#scanner.complete) this.#weaken('The program ends within a string or procedure.');
    if (this.#machine.unclear.has('copies'))
      this.#weaken('Copies are set to what only running the program tells.');
    this.#sidesUnclear ||= this.#machine.unclear.has('sides');
    if (this.#sections === 0 && this.#encapsulated && this.#outside <= 1) {
      this.#added ||= this.#outside === 0;
      this.#add(this.#outsidePage ?? this.#machine.nextPage);
    } else if (this.#sections === 0) {
      this.#weaken('The program does not say where its pages begin.');
    } else if (this.#outside > 0) {
      this.#weaken('Something is printed outside of the page sections.');
    }
    this.#noteClaim();
    this.#sections = 0;
    this.#outside = 0;
    this.#outsidePage = undefined;
    this.#claim = undefined;
    this.#claimAtEnd = false;
  }

  #noteClaim(): void {
    const pages = plural(this.#sections, 'page section');
    const claim = this.#claim === undefined ? 'no %%Pages' : `%%Pages says ${this.#claim}`;
    if (this.#claims.length < claimsMax) this.#claims.push(`${pages}, each prints once; ${claim}.`);
  }

  /** What is missing at the end of the stream, '' when nothing is known to be. */
  #cut(): string {
    if (this.#place !== 'page' && this.#place !== 'trailer') return '';
    if (this.#place === 'trailer') {
      return this.#claimAtEnd && this.#claim === undefined ? 'The trailer is cut off.' : '';
    }
    if (this.#machine.pages === 0) return `Page ${this.#sections} is cut off.`;
    if (this.#claim === undefined && this.#claimAtEnd) return 'The trailer is missing.';
    if (this.#claim === undefined) this.#weaken('The program has no end.');
    else if (this.#claim > this.#sections) {
      this.#endSection();
      return `${this.#claim} pages were to come, ${this.#sections} did.`;
    }
    return '';
  }

  /** Drivers name the value in a comment beside code that finds out how the device is told. */
  #endFeature({ name, value, unclear }: Feature): void {
    const settings = featureSettings(name, value);
    if (settings === undefined) return;
    const kind = settings.copies === undefined ? 'sides' : 'copies';
    if (this.#machine.unclear.has(kind) && !unclear.has(kind)) this.#machine.believe(kind, settings);
  }
}

function featureSettings(name: string, value: string): Settings | undefined {
  if (name === 'NumCopies') return /^\d{1,4}$/.test(value) ? { copies: Number(value) } : undefined;
  return name === 'Duplex' ? duplexValues.get(value) : undefined;
}

/** The options of the keyword Duplex (PPD 4.3 §5.18). */
const duplexValues: ReadonlyMap<string, Settings> = new Map([
  ['None', { duplex: false }],
  ['DuplexNoTumble', { duplex: true, tumble: false }],
  ['DuplexTumble', { duplex: true, tumble: true }],
]);
