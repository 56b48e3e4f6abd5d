import { makeZip, type ZipOptions, type ZipParts } from './zip.ts';

const spaces = {
  xps: 'http://schemas.microsoft.com/xps/2005/06',
  oxps: 'http://schemas.openxps.org/oxps/v1.0',
} as const;

export interface XpsOptions {
  readonly dialect?: keyof typeof spaces;
  /** Pages of each document. */
  readonly documents?: readonly number[];
  /** Width and height in 1/96 inch. */
  readonly size?: readonly [width: number, height: number];
  /** What is on each page. */
  readonly content?: string;
  /** PrintTickets by the part that has them; '' is the package. */
  readonly tickets?: Readonly<Record<string, string>>;
}

/** The parts of an XPS document: `Seq.fdseq`, `Documents/1/Doc.fdoc`, `Documents/1/Pages/1.fpage` and so on. */
export function xpsParts(options: XpsOptions = {}): ZipParts {
  const { dialect = 'xps', documents = [3], size = [794, 1123], content = '', tickets = {} } = options;
  const space = spaces[dialect];
  const parts: (readonly [string, string])[] = [];
  const references = documents.map(
    (_, index) => `<DocumentReference Source="Documents/${index + 1}/Doc.fdoc"/>`,
  );
  parts.push([
    'Seq.fdseq',
    `<FixedDocumentSequence xmlns="${space}">${references.join('')}</FixedDocumentSequence>`,
  ]);
  for (const [index, pages] of documents.entries()) {
    const folder = `Documents/${index + 1}`;
    const numbers = Array.from({ length: pages }, (_, page) => page + 1);
    const contents = numbers.map((page) => `<PageContent Source="Pages/${page}.fpage"/>`);
    parts.push([
      `${folder}/Doc.fdoc`,
      `<FixedDocument xmlns="${space}">${contents.join('')}</FixedDocument>`,
    ]);
    const page = `<FixedPage xmlns="${space}" Width="${size[0]}" Height="${size[1]}">${content}</FixedPage>`;
    for (const number of numbers) parts.push([`${folder}/Pages/${number}.fpage`, page]);
  }
  const links = new Map([['', [relationship(`${space}/fixedrepresentation`, '/Seq.fdseq')]]]);
  for (const [part, ticket] of Object.entries(tickets)) {
    const name = `Metadata/${parts.length}_PT.xml`;
    parts.push([name, ticket]);
    links.set(part, [...(links.get(part) ?? []), relationship(`${space}/printticket`, `/${name}`)]);
  }
  for (const [part, list] of links) parts.push([relationshipsOf(part), relationships(list)]);
  return parts;
}

export function makeXps(options: XpsOptions & ZipOptions = {}): Buffer {
  return makeZip(xpsParts(options), options);
}

export function relationship(type: string, target: string, id = 'r'): string {
  return `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`;
}

export function relationships(list: readonly string[]): string {
  const space = 'http://schemas.openxmlformats.org/package/2006/relationships';
  return `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="${space}">${list.join('')}</Relationships>`;
}

function relationshipsOf(part: string): string {
  const slash = part.lastIndexOf('/') + 1;
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
}

/** A PrintTicket of these features (by option) and parameters (by number). */
export function printTicket(settings: Readonly<Record<string, string | number>>): string {
  const elements = Object.entries(settings).map(([name, value]) =>
    typeof value === 'number'
      ? `<p:ParameterInit name="k:${name}"><p:Value> ${value} </p:Value></p:ParameterInit>`
      : `<p:Feature name="k:${name}"><p:Option name="k:${value}"/></p:Feature>`,
  );
  const base = 'http://schemas.microsoft.com/windows/2003/08/printing';
  return `<p:PrintTicket xmlns:p="${base}/printschemaframework" xmlns:k="${base}/printschemakeywords" version="1">${elements.join('')}</p:PrintTicket>`;
}
