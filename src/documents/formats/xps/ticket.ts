import type { Sides } from '../../../model/ticket.ts';
import type { XmlElement } from '../xml/element.ts';
import type { XmlHandler } from '../xml/tokenizer.ts';
import type { ZipPackage } from '../zip/package.ts';
import type { ZipProblem } from '../zip/problem.ts';

/** What a PrintTicket asks for, as far as paper depends on it; scopes multiply, levels override each other. */
export interface XpsTicket {
  readonly jobCopies?: number;
  readonly documentCopies?: number;
  readonly pageCopies?: number;
  /** Sides of all documents as if they were one. */
  readonly jobSides?: Sides;
  /** Sides of each document by itself. */
  readonly documentSides?: Sides;
  readonly numberUp?: number;
}

const framework = 'http://schemas.microsoft.com/windows/2003/08/printing/printschemaframework';
const keywords = 'http://schemas.microsoft.com/windows/2003/08/printing/printschemakeywords';

const copiesOf: ReadonlyMap<string, keyof XpsTicket> = new Map([
  ['JobCopiesAllDocuments', 'jobCopies'],
  ['DocumentCopiesAllPages', 'documentCopies'],
  ['PageCopies', 'pageCopies'],
]);
const sidesOf: ReadonlyMap<string, keyof XpsTicket> = new Map([
  ['JobDuplexAllDocumentsContiguously', 'jobSides'],
  ['DocumentDuplex', 'documentSides'],
]);
const sidesNamed: ReadonlyMap<string, Sides> = new Map([
  ['OneSided', 'one-sided'],
  ['TwoSidedLongEdge', 'two-sided-long-edge'],
  ['TwoSidedShortEdge', 'two-sided-short-edge'],
]);

/**
 * Print Schema: features have an option, parameters a value. Names are in attributes, with a prefix:
 *
 *     <psf:Feature name="psk:DocumentDuplex"><psf:Option name="psk:TwoSidedLongEdge"/></psf:Feature>
 *     <psf:ParameterInit name="psk:JobCopiesAllDocuments"><psf:Value>3</psf:Value></psf:ParameterInit>
 */
export async function readTicket(pack: ZipPackage, name: string): Promise<XpsTicket | ZipProblem> {
  const reader = new TicketReader();
  return (await pack.readXml(name, reader)) ?? reader.ticket;
}

class TicketReader implements XmlHandler {
  ticket: XpsTicket = {};
  /** Names of the elements that are open, those of the standard by their keyword. */
  readonly #path: string[] = [];
  #value = '';

  open(element: XmlElement): boolean {
    const keyword = keywordOf(element);
    this.#path.length = element.depth - 1;
    this.#path.push(keyword);
    this.#value = '';
    const [, feature = '', option = ''] = this.#path;
    const key = sidesOf.get(feature);
    const sides = element.depth === 3 ? sidesNamed.get(option) : undefined;
    if (key !== undefined && sides !== undefined) this.ticket = { ...this.ticket, [key]: sides };
    return true;
  }

  text(text: string): void {
    if (this.#value.length < valueMax) this.#value += text;
  }

  close(depth: number): void {
    const number = /^\s*(\d+)\s*$/.exec(this.#value)?.[1];
    const [, parameter = '', , property = ''] = this.#path;
    const key = depth === 3 ? copiesOf.get(parameter) : undefined;
    const numberUp = depth === 5 && property === 'PagesPerSheet';
    if (number !== undefined && Number(number) > 0) {
      if (key !== undefined) this.ticket = { ...this.ticket, [key]: Number(number) };
      if (numberUp) this.ticket = { ...this.ticket, numberUp: Number(number) };
    }
    this.#value = '';
    this.#path.length = depth - 1;
  }
}

/** Characters of a value that are kept; a driver may put all of its own settings into one. */
const valueMax = 64;

/** The keyword of an element of the framework; '' for one of others, or for a name that is not of the standard. */
function keywordOf(element: XmlElement): string {
  if (element.space !== framework) return '';
  const named = element.resolve(element.attribute('name') ?? '');
  return named?.space === keywords ? named.name : '';
}
