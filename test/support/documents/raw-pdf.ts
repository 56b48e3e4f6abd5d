export interface RawPdf {
  /** What stands between `obj` and `endobj`, by object number. */
  readonly objects: Readonly<Record<number, string>>;
  /** Further keys of the trailer. */
  readonly trailer?: string;
  /** Replaces the offset behind `startxref`. */
  readonly startXref?: number;
}

/** A PDF of exactly these objects with a right table; object 1 is the catalog. One octet a character. */
export function assemblePdf({ objects, trailer = '', startXref }: RawPdf): Buffer {
  let text = '%PDF-1.7\n';
  let table = '0000000000 65535 f \n';
  const size = Math.max(...Object.keys(objects).map(Number)) + 1;
  for (let number = 1; number < size; number += 1) {
    const body = objects[number];
    table +=
      body === undefined ? '0000000000 00001 f \n' : `${String(text.length).padStart(10, '0')} 00000 n \n`;
    if (body !== undefined) text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const start = startXref ?? text.length;
  text += `xref\n0 ${size}\n${table}trailer\n<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
