import { createCipheriv, createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

export interface PdfOptions {
  readonly pages: number;
  /** Which pages carry a red mark: all, none, or these (from 1). */
  readonly colour?: boolean | readonly number[];
  /** Points; A4 unless said. */
  readonly size?: readonly [width: number, height: number];
  /** Pads the document to about this many octets, as fonts and pictures would. */
  readonly octets?: number;
  /** Where objects are: a classic table, a cross-reference stream, or object streams as well. */
  readonly layout?: 'table' | 'xref-stream' | 'object-streams';
  /** AES-256 (revision 5) with no user password, or with one that nobody tells. */
  readonly encryption?: 'empty-password' | 'password';
  /** What /Count says instead of the truth. */
  readonly claimedPages?: number;
  /** Kids of one node; all pages in one node unless said. */
  readonly fanOut?: number;
}

/** A small PDF with text on every page. */
export function makePdf(options: PdfOptions): Buffer {
  const objects = bodyOf(options);
  const encryption = options.encryption === undefined ? undefined : encrypt(options.encryption);
  const file = new PdfWriter(encryption);
  switch (options.layout ?? 'table') {
    case 'table':
      for (const [number, object] of objects) file.object(number, object);
      return file.endWithTable();
    case 'xref-stream':
      for (const [number, object] of objects) file.object(number, object);
      return file.endWithStream();
    case 'object-streams':
      file.objectStreams(objects);
      return file.endWithStream();
  }
}

interface PdfObject {
  readonly dictionary: string;
  readonly stream?: Buffer;
}

/** Catalog 1, root of the tree 2, font 3, then the pages with their contents, then inner nodes. */
function bodyOf(options: PdfOptions): Map<number, PdfObject> {
  const { pages, colour = false, size = [595, 842], octets = 0, claimedPages, fanOut } = options;
  const objects = new Map<number, PdfObject>();
  objects.set(1, { dictionary: '<</Type/Catalog/Pages 2 0 R>>' });
  objects.set(3, { dictionary: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>' });
  let next = 4;
  const kids: number[] = [];
  for (let page = 1; page <= pages; page += 1) {
    const red = typeof colour === 'boolean' ? colour : colour.includes(page);
    const content = `${red ? '1 0 0 rg ' : '0 g '}BT /F1 24 Tf 72 700 Td (Page ${page}) Tj ET`;
    objects.set(next, { dictionary: `<</Type/Page/Parent 2 0 R/Contents ${next + 1} 0 R>>` });
    objects.set(next + 1, { dictionary: '', stream: Buffer.from(content) });
    kids.push(next);
    next += 2;
  }
  let level = kids;
  while (fanOut !== undefined && level.length > fanOut) {
    const upper: number[] = [];
    for (let at = 0; at < level.length; at += fanOut) {
      objects.set(next, { dictionary: `<</Type/Pages/Kids[${references(level.slice(at, at + fanOut))}]>>` });
      upper.push(next++);
    }
    level = upper;
  }
  const shared = `/MediaBox[0 0 ${size[0]} ${size[1]}]/Resources<</Font<</F1 3 0 R>>>>`;
  objects.set(2, {
    dictionary: `<</Type/Pages/Count ${claimedPages ?? pages}/Kids[${references(level)}]${shared}>>`,
  });
  if (octets > 0) objects.set(next, { dictionary: '', stream: padding(octets) });
  return objects;
}

function references(numbers: readonly number[]): string {
  return numbers.map((number) => `${number} 0 R`).join(' ');
}

/** Noise that holds words of the format, as an attachment would. */
function padding(octets: number): Buffer {
  const noise = Buffer.alloc(octets);
  for (let at = 0; at < octets; at += 1) noise[at] = (at * 7919 + (at >> 8) * 31) & 255;
  noise.write('%PDF-1.4\n9 0 obj<</Type/Page>>endobj\n', 0, 'latin1');
  return noise;
}

interface Encryption {
  readonly key: Buffer;
  readonly dictionary: string;
}

/** Algorithm 8 and 9 of revision 5; the salts and the key need not be random in a test. */
function encrypt(kind: 'empty-password' | 'password'): Encryption {
  const password = Buffer.from(kind === 'password' ? 'secret' : '');
  const key = createHash('sha256').update('file key').digest();
  const sha256 = (...parts: readonly Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  const [validation, salt] = [Buffer.from('validate'), Buffer.from('key-salt')];
  const user = Buffer.concat([sha256(password, validation), validation, salt]);
  const userKey = aes256(sha256(password, salt), Buffer.alloc(16), key, false);
  const hex = (octets: Buffer) => `<${octets.toString('hex')}>`;
  const dictionary =
    `<</Filter/Standard/V 5/R 5/Length 256/P -4/U${hex(user)}/UE${hex(userKey)}/O${hex(Buffer.alloc(48))}` +
    `/OE${hex(Buffer.alloc(32))}/StmF/StdCF/StrF/StdCF/CF<</StdCF<</CFM/AESV3/Length 32>>>>>>`;
  return { key, dictionary };
}

function aes256(key: Buffer, vector: Buffer, data: Buffer, pad: boolean): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, vector).setAutoPadding(pad);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

function highest(numbers: Iterable<number>): number {
  let most = 0;
  for (const number of numbers) most = Math.max(most, number);
  return most;
}

type Place = { readonly offset: number } | { readonly stream: number; readonly index: number };

class PdfWriter {
  #parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1')];
  #octets = this.#parts[0]?.length ?? 0;
  #places = new Map<number, Place>();
  #encryption: Encryption | undefined;

  constructor(encryption: Encryption | undefined) {
    this.#encryption = encryption;
  }

  object(number: number, { dictionary, stream }: PdfObject): void {
    this.#places.set(number, { offset: this.#octets });
    this.#write(`${number} 0 obj\n`);
    if (stream === undefined) this.#write(dictionary);
    else this.#stream(dictionary, this.#encrypted(stream));
    this.#write('\nendobj\n');
  }

  /** Everything but streams goes into object streams of ten. */
  objectStreams(objects: ReadonlyMap<number, PdfObject>): void {
    const plain = [...objects].filter(([, object]) => object.stream === undefined);
    for (const [number, object] of objects) if (object.stream !== undefined) this.object(number, object);
    let next = highest(objects.keys()) + 1;
    for (let at = 0; at < plain.length; at += 10) {
      const some = plain.slice(at, at + 10);
      let body = '';
      const heads = some.map(([number, object], index) => {
        this.#places.set(number, { stream: next, index });
        const head = `${number} ${body.length}`;
        body += `${object.dictionary} `;
        return head;
      });
      const head = `${heads.join(' ')} `;
      const dictionary = `/Type/ObjStm/N ${some.length}/First ${head.length}/Filter/FlateDecode`;
      this.object(next++, { dictionary, stream: deflateSync(Buffer.from(head + body)) });
    }
  }

  endWithTable(): Buffer {
    const encrypt = this.#encryptReference();
    const start = this.#octets;
    const size = this.#size();
    this.#write(`xref\n0 ${size}\n0000000000 65535 f \n`);
    for (let number = 1; number < size; number += 1) {
      const place = this.#places.get(number);
      const used = place !== undefined && 'offset' in place;
      this.#write(used ? `${String(place.offset).padStart(10, '0')} 00000 n \n` : '0000000000 00001 f \n');
    }
    this.#write(`trailer\n<</Size ${size}/Root 1 0 R${encrypt}>>\nstartxref\n${start}\n%%EOF\n`);
    return Buffer.concat(this.#parts);
  }

  endWithStream(): Buffer {
    const encrypt = this.#encryptReference();
    const start = this.#octets;
    const number = this.#size();
    this.#places.set(number, { offset: start });
    const rows = Buffer.alloc((number + 1) * 8);
    for (const [object, place] of this.#places) {
      const second = 'offset' in place ? place.offset : place.stream;
      rows[object * 8] = 'offset' in place ? 1 : 2;
      rows.writeUInt32BE(second, object * 8 + 1);
      if ('index' in place) rows.writeUIntBE(place.index, object * 8 + 5, 3);
    }
    const dictionary = `/Type/XRef/Size ${number + 1}/W[1 4 3]/Root 1 0 R${encrypt}/Filter/FlateDecode`;
    this.#write(`${number} 0 obj\n`);
    this.#stream(dictionary, deflateSync(rows));
    this.#write(`\nendobj\nstartxref\n${start}\n%%EOF\n`);
    return Buffer.concat(this.#parts);
  }

  #encryptReference(): string {
    if (this.#encryption === undefined) return '';
    const number = this.#size();
    this.object(number, { dictionary: this.#encryption.dictionary });
    return `/Encrypt ${number} 0 R/ID[<00><00>]`;
  }

  #size(): number {
    return highest(this.#places.keys()) + 1;
  }

  #encrypted(stream: Buffer): Buffer {
    if (this.#encryption === undefined) return stream;
    const vector = Buffer.alloc(16, 7);
    return Buffer.concat([vector, aes256(this.#encryption.key, vector, stream, true)]);
  }

  #stream(dictionary: string, data: Buffer): void {
    this.#write(`<<${dictionary}/Length ${data.length}>>\nstream\n`);
    this.#parts.push(data);
    this.#octets += data.length;
    this.#write('\nendstream');
  }

  #write(text: string): void {
    const octets = Buffer.from(text, 'latin1');
    this.#parts.push(octets);
    this.#octets += octets.length;
  }
}
