export const cupsMagics = ['RaSt', 'tSaR', 'RaS2', '2SaR', 'RaS3', '3SaR'] as const;

export interface CupsRasterOptions {
  readonly magic?: (typeof cupsMagics)[number];
  readonly pages?: number;
  /** Fields of the header by offset, over those of a page of 10 × 4 pixels in grey. */
  readonly fields?: Readonly<Record<number, number>>;
  readonly rows?: Buffer;
}

export function makeCups({ magic = 'RaS3', pages = 1, fields = {}, rows }: CupsRasterOptions = {}): Buffer {
  const little = magic.endsWith('SaR');
  const header = Buffer.alloc(/t/.test(magic) ? 420 : 1_796);
  const all = { 352: 595, 356: 842, 372: 10, 376: 4, 384: 8, 388: 8, 392: 10, 400: 18, 420: 1, ...fields };
  for (const [at, value] of Object.entries(all)) {
    if (Number(at) >= header.length) continue;
    if (little) header.writeUInt32LE(value, Number(at));
    else header.writeUInt32BE(value, Number(at));
  }
  // 4 rows of 10 grey pixels, as they are or as one run that is repeated.
  const grey = magic.includes('2') ? Buffer.from([3, 9, 0x42]) : Buffer.alloc(40, 0x42);
  const page = [header, rows ?? grey];
  return Buffer.concat([Buffer.from(magic), ...Array.from({ length: pages }, () => page).flat()]);
}
