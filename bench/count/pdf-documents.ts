import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** A document of the bench: honest in every number, so that those who believe /Count are right too. */
export interface PdfDocument {
  readonly name: string;
  readonly pages: number;
  readonly path: string;
}

interface Recipe {
  readonly name: string;
  readonly pages: number;
  /** Kids of one node; all in one unless said. */
  readonly fanOut?: number;
  /** Everything but contents in object streams of a hundred, as qpdf packs them. */
  readonly packed?: true;
  /** Written again by qpdf for the web: two cross-references, pages in order. */
  readonly linearized?: true;
  /** Octets of a picture that nobody needs to read. */
  readonly pictureOctets?: number;
}

const recipes: readonly Recipe[] = [
  { name: '1 page', pages: 1, pictureOctets: 10_000 },
  { name: '10 000 pages, one node', pages: 10_000 },
  { name: '10 000, object streams', pages: 10_000, fanOut: 20, packed: true },
  { name: '100 000 pages, one node', pages: 100_000 },
  { name: '100 000, balanced', pages: 100_000, fanOut: 20 },
  { name: '100 000, linearized', pages: 100_000, fanOut: 20, linearized: true },
  { name: '100 000, object streams', pages: 100_000, fanOut: 20, packed: true },
  { name: '1 page, 500 MB', pages: 1, pictureOctets: 500_000_000 },
];

export function makePdfDocuments(folder: string, only: string | undefined): readonly PdfDocument[] {
  return recipes
    .filter(({ name }) => only === undefined || name.includes(only))
    .filter(({ linearized }) => linearized !== true || spawnSync('qpdf', ['--version']).error === undefined)
    .map((recipe, index) => {
      const path = join(folder, `${index}.pdf`);
      new PdfFile(path).write(recipe);
      if (recipe.linearized) linearize(path);
      return { name: recipe.name, pages: recipe.pages, path };
    });
}

/** Written once more in large pieces, as a spool file is: the system reads a file that qpdf wrote in half as fast. */
function linearize(path: string): void {
  spawnSync('qpdf', ['--linearize', '--replace-input', path]);
  writeFileSync(path, readFileSync(path));
}

interface PdfObject {
  readonly number: number;
  readonly dictionary: string;
  readonly stream?: Buffer;
}

/** Catalog 1, root 2, font 3, then each page with its content, then the nodes above the pages. */
function objectsOf({ pages, fanOut = pages }: Recipe): readonly PdfObject[] {
  const objects: PdfObject[] = [
    { number: 1, dictionary: '<</Type/Catalog/Pages 2 0 R>>' },
    { number: 3, dictionary: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>' },
  ];
  let level = Array.from({ length: pages }, (_, index) => ({ number: 4 + 2 * index, pages: 1 }));
  const parents = new Map<number, number>();
  const nodes: { number: number; pages: number; kids: readonly number[] }[] = [];
  let next = 4 + 2 * pages;
  for (let root = false; !root; ) {
    root = level.length <= fanOut;
    const upper: { number: number; pages: number }[] = [];
    for (let at = 0; at < level.length; at += fanOut) {
      const part = level.slice(at, at + fanOut);
      const node = { number: root ? 2 : next++, pages: part.reduce((sum, kid) => sum + kid.pages, 0) };
      for (const kid of part) parents.set(kid.number, node.number);
      nodes.push({ ...node, kids: part.map((kid) => kid.number) });
      upper.push(node);
    }
    level = upper;
  }
  for (let page = 4; page < 4 + 2 * pages; page += 2) {
    const entries = `/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${page + 1} 0 R`;
    objects.push({ number: page, dictionary: `<</Type/Page/Parent ${parents.get(page)} 0 R${entries}>>` });
    const content = `BT /F1 24 Tf 72 760 Td (Page ${page / 2 - 1}) Tj ET\n0 g 72 600 100 60 re f\n`;
    objects.push({ number: page + 1, dictionary: '', stream: Buffer.from(content) });
  }
  for (const { number, pages: count, kids } of nodes) {
    const parent = parents.get(number);
    const entries = `/Count ${count}/Kids[${kids.map((kid) => `${kid} 0 R`).join(' ')}]`;
    const above = parent === undefined ? '' : `/Parent ${parent} 0 R`;
    objects.push({ number, dictionary: `<</Type/Pages${entries}${above}>>` });
  }
  return objects;
}

type Place = readonly [kind: 1 | 2, second: number, third: number];
const packedObjects = 100;

class PdfFile {
  readonly #descriptor: number;
  readonly #places = new Map<number, Place>();
  #octets = 0;
  #waiting: Buffer[] = [];
  #waitingOctets = 0;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'w');
  }

  write(recipe: Recipe): void {
    this.#put('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n');
    const objects = objectsOf(recipe);
    if (recipe.packed) this.#packed(objects);
    else for (const object of objects) this.#object(object);
    if (recipe.pictureOctets !== undefined) this.#picture(recipe.pictureOctets);
    const start = this.#octets;
    if (recipe.packed) this.#xrefStream(start);
    else this.#xrefTable();
    this.#put(`startxref\n${start}\n%%EOF\n`);
    this.#flush();
    closeSync(this.#descriptor);
  }

  #object({ number, dictionary, stream }: PdfObject): void {
    this.#places.set(number, [1, this.#octets, 0]);
    this.#put(`${number} 0 obj\n`);
    if (stream === undefined) this.#put(dictionary);
    else {
      this.#put(`<<${dictionary}/Length ${stream.length}>>\nstream\n`);
      this.#put(stream);
      this.#put('\nendstream');
    }
    this.#put('\nendobj\n');
  }

  #packed(objects: readonly PdfObject[]): void {
    const plain = objects.filter(({ stream }) => stream === undefined);
    for (const object of objects) if (object.stream !== undefined) this.#object(object);
    let number = objects.length + 1;
    for (let at = 0; at < plain.length; at += packedObjects) {
      let heads = '';
      let body = '';
      const part = plain.slice(at, at + packedObjects);
      for (const [index, object] of part.entries()) {
        this.#places.set(object.number, [2, number, index]);
        heads += `${object.number} ${body.length} `;
        body += `${object.dictionary} `;
      }
      const dictionary = `/Type/ObjStm/N ${part.length}/First ${heads.length}/Filter/FlateDecode`;
      this.#object({ number, dictionary, stream: deflateSync(Buffer.from(heads + body)) });
      number += 1;
    }
  }

  /** A hole in the file, which takes no space on the disk. */
  #picture(octets: number): void {
    const number = this.#places.size + 1;
    this.#places.set(number, [1, this.#octets, 0]);
    this.#put(`${number} 0 obj\n<</Length ${octets}>>\nstream\n`);
    this.#flush();
    this.#octets += octets;
    ftruncateSync(this.#descriptor, this.#octets);
    this.#put('\nendstream\nendobj\n');
  }

  #xrefTable(): void {
    const size = this.#places.size + 1;
    let table = `xref\n0 ${size}\n0000000000 65535 f \n`;
    for (let number = 1; number < size; number += 1) {
      const [, offset] = this.#places.get(number) ?? [1, 0];
      table += `${String(offset).padStart(10, '0')} 00000 n \n`;
    }
    this.#put(`${table}trailer\n<</Size ${size}/Root 1 0 R>>\n`);
  }

  #xrefStream(start: number): void {
    const number = this.#places.size + 1;
    this.#places.set(number, [1, start, 0]);
    const rows = Buffer.alloc((number + 1) * 8);
    for (const [object, [kind, second, third]] of this.#places) {
      rows[object * 8] = kind;
      rows.writeUInt32BE(second, object * 8 + 1);
      rows.writeUIntBE(third, object * 8 + 5, 3);
    }
    const dictionary = `/Type/XRef/Size ${number + 1}/W[1 4 3]/Root 1 0 R/Filter/FlateDecode`;
    this.#object({ number, dictionary, stream: deflateSync(rows) });
  }

  #put(octets: string | Buffer): void {
    const part = typeof octets === 'string' ? Buffer.from(octets, 'latin1') : octets;
    this.#waiting.push(part);
    this.#waitingOctets += part.length;
    this.#octets += part.length;
    if (this.#waitingOctets > 4_194_304) this.#flush();
  }

  #flush(): void {
    const octets = Buffer.concat(this.#waiting);
    writeSync(this.#descriptor, octets, 0, octets.length, this.#octets - octets.length);
    this.#waiting = [];
    this.#waitingOctets = 0;
  }
}
