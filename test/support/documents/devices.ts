/** Documents of host-based devices, octet by octet; their payload looks like what ends pages and jobs. */

export interface DeviceDocument {
  readonly pages: number;
  readonly copies?: number;
  /** DMDUPLEX of Windows: 1 one side, 2 long edge, 3 short edge. */
  readonly duplex?: 1 | 2 | 3;
}

const poison = Buffer.from(
  '\f\u001b%-12345X@PJL EOJ\n\u001bE$PJL PRINT 4\nJZJZOAKT$^XZP1\n\u0000\u0009',
  'latin1',
);

export const uel = '\u001b%-12345X';

export function octets(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

export function be32(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => buffer.writeUInt32BE(value, 4 * index));
  return buffer;
}

export function le32(...values: readonly number[]): Buffer {
  return Buffer.from(be32(...values)).swap32();
}

function be16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255]);
}

function le16(value: number): Buffer {
  return Buffer.from([value & 255, value >> 8]);
}

function many(count: number, make: (page: number) => Buffer): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, index) => make(index + 1)));
}

/** A job of PJL round data, in a language that it enters. */
export function pjlJob(language: string, data: Buffer, set: readonly string[] = []): Buffer {
  const lines = set.map((line) => `@PJL SET ${line}\n`).join('');
  return Buffer.concat([octets(`${uel}@PJL\n${lines}@PJL ENTER LANGUAGE=${language}\n`), data, octets(uel)]);
}

interface ZjDialect {
  readonly magic: string;
  readonly little?: boolean;
  readonly signature: number;
  readonly item: {
    readonly sides: number;
    readonly paper: number;
    readonly copies: number;
    readonly planes: number;
  };
  readonly a4: number;
  readonly mono: number;
}

const zjItems = { sides: 2, paper: 3, copies: 4, planes: 7 };

export const zjDialects: Readonly<Record<'zjstream' | 'zjstreamLittle' | 'slx', ZjDialect>> = {
  zjstream: { magic: 'JZJZ', signature: 0x5a5a, item: zjItems, a4: 9, mono: 1 },
  zjstreamLittle: { magic: 'ZJZJ', little: true, signature: 0x5a5a, item: zjItems, a4: 9, mono: 1 },
  slx: {
    magic: '\u00a5SLX',
    signature: 0xa5a5,
    item: { sides: 2, paper: 0x100, copies: 0x101, planes: 0x104 },
    a4: 2,
    mono: 0,
  },
};

export function makeZjStream(dialect: ZjDialect, { pages, copies = 1, duplex = 1 }: DeviceDocument): Buffer {
  const number = dialect.little === true ? le32 : be32;
  const short = dialect.little === true ? le16 : be16;
  const item = (name: number, value: number): Buffer =>
    Buffer.concat([number(12), short(name), Buffer.from([1, 0]), number(value)]);
  const chunk = (type: number, items: readonly Buffer[], data: Buffer = Buffer.alloc(0)): Buffer => {
    const content = Buffer.concat([...items, data]);
    const header = [number(16 + content.length, type, items.length), short(0), short(dialect.signature)];
    return Buffer.concat([...header, content]);
  };
  const { sides, paper, copies: copiesItem, planes } = dialect.item;
  const page = Buffer.concat([
    chunk(2, [item(paper, dialect.a4), item(copiesItem, copies), item(planes, dialect.mono)]),
    chunk(4, [], poison),
    chunk(5, [], Buffer.alloc(300, poison)),
    chunk(6, []),
    chunk(3, []),
  ]);
  return Buffer.concat([
    octets(dialect.magic),
    chunk(0, [item(sides, duplex), item(0, 99)]),
    many(pages, () => page),
    chunk(1, []),
  ]);
}

function makeXqx({ pages, copies = 1, duplex = 1 }: DeviceDocument): Buffer {
  const item = (name: number, value: number): Buffer => be32(name, 4, value);
  const chunk = (type: number, ...items: readonly Buffer[]): Buffer =>
    Buffer.concat([be32(type, items.length), ...items]);
  const page = Buffer.concat([
    chunk(3, item(0x2000_0001, 9), item(0x2000_0005, copies)),
    chunk(5, Buffer.concat([be32(0x4000_0002, 20), Buffer.alloc(20, poison)])),
    be32(7, poison.length),
    poison,
    chunk(6),
    chunk(4),
  ]);
  const start = chunk(1, item(0x1000_0002, duplex));
  return Buffer.concat([octets(',XQX'), start, many(pages, () => page), chunk(2)]);
}

export function makeOakt({ pages, copies = 1, duplex = 1 }: DeviceDocument): Buffer {
  const record = (type: number, content: Buffer = Buffer.alloc(0)): Buffer => {
    const padded = Buffer.concat([content, Buffer.alloc((20 - (content.length % 16)) % 16, 'PAD_')]);
    return Buffer.concat([octets('OAKT'), le32(12 + padded.length, type), padded]);
  };
  const page = Buffer.concat([
    record(0x14),
    record(0x2a, le32(copies, duplex - 1)),
    record(0x2b, le32(9, 9921, 14_031, 0)),
    record(0x33, Buffer.alloc(44)),
    record(0x15),
    record(0x3c, Buffer.concat([Buffer.alloc(20), le32(poison.length - 2, poison.length, 0, 0, 3, 0)])),
    poison,
    record(0x17),
    record(0x18, Buffer.alloc(2)),
  ]);
  const sides = record(0x0f, le32(duplex > 1 ? 1 : 0, duplex === 3 ? 1 : 0));
  return Buffer.concat([record(0x0d, Buffer.alloc(66)), sides, many(pages, () => page), record(0x0b)]);
}

/** `version` 1 has the planes of a band one behind the other, when `colour` is set; 2 has a band for each. */
export function makeQpdl(
  { pages, copies = 1 }: DeviceDocument,
  { version = 2, colour = false }: { readonly version?: number; readonly colour?: boolean } = {},
): Buffer {
  const plane = (number: number | undefined): Buffer =>
    Buffer.concat([Buffer.from(number === undefined ? [0x13] : [number, 0x13]), be32(poison.length), poison]);
  const start = Buffer.from([0x0c, 0, 0, 8, 0, 128]);
  const unlisted = version === 0 && !colour ? be32(0x1234) : Buffer.alloc(0);
  const separate = [4, 1].map((number) => Buffer.concat([start, plane(number)]));
  const bands = colour
    ? version === 2
      ? separate
      : [start, plane(4), plane(1), Buffer.from([0])]
    : [start, plane(undefined), unlisted];
  const header = Buffer.from([0, 6, 0, copies, 2, 9, 176, 13, 180, 1, 0, 0, 1, 0, version, 1, 6]);
  const page = Buffer.concat([
    header,
    Buffer.from([0x13]),
    Buffer.alloc(14),
    ...bands,
    Buffer.from([1, 0, 1]),
  ]);
  return Buffer.concat([many(pages, () => page), Buffer.from([9])]);
}

function makeSpl1({ pages, copies = 1 }: DeviceDocument): Buffer {
  const band = Buffer.concat([be32(poison.length), poison]);
  const page = Buffer.concat([
    octets(`$PJL JOB START\r\n$PJL COPIES = ${copies}\r\n$PJL PAGE A4 AUTO\r\n$PJL BITMAP START\r\n`),
    band,
    band,
    octets('$PJL PRINT 4\r\n$PJL EOJ\r\n'),
  ]);
  return many(pages, () => page);
}

function makeHbp({ pages }: DeviceDocument): Buffer {
  const rows = Buffer.concat([octets('@G'), Buffer.from([0]), be16(poison.length), poison]);
  return Buffer.concat([
    octets('@L\u0005'),
    many(pages, () => Buffer.concat([rows, rows, octets('@F')])),
    octets('@N@X'),
  ]);
}

function makeHbpl({ pages }: DeviceDocument): Buffer {
  const record = (name: string, length: number, content: Buffer): Buffer =>
    Buffer.concat([octets(`\u001b${name}`), Buffer.from([length]), content]);
  const fields = Buffer.concat([
    le32(4960, 7016, 1000, poison.length),
    Buffer.from([1, 1, 0]),
    Buffer.alloc(41),
  ]);
  const page = Buffer.concat([record('PS', 60, fields), poison, record('PE', 60, Buffer.alloc(60))]);
  return Buffer.concat([record('JP', 1, Buffer.alloc(60)), many(pages, () => page)]);
}

function makeHiperc({ pages }: DeviceDocument): Buffer {
  const record = (type: number, content: Buffer = Buffer.alloc(0)): Buffer =>
    Buffer.concat([be32(8 + content.length, type), content]);
  return many(pages, () =>
    Buffer.concat([record(0, Buffer.alloc(40)), record(1, poison), record(1, poison), record(255)]),
  );
}

/** The whole job: DDST is PJL throughout. */
export function makeDdst({ pages, copies = 1 }: DeviceDocument): Buffer {
  const lines =
    `COPIES=${copies} PAPERWIDTH=4960 PAPERLENGTH=7016 RESOLUTION=600 IMAGELEN=${poison.length}`.split(' ');
  const set = (line: string): string => `@PJL SET ${line}\r\n`;
  const page = Buffer.concat([
    octets(set('PAGESTATUS=START') + lines.map(set).join('')),
    poison,
    octets(set('DOTCOUNT=1') + set('PAGESTATUS=END')),
  ]);
  return Buffer.concat([octets(`${uel}@PJL\r\n`), many(pages, () => page), octets(`@PJL EOJ\r\n${uel}`)]);
}

export function makeLidil({ pages }: DeviceDocument): Buffer {
  const packet = (type: number, command: number, data: Buffer = Buffer.alloc(0)): Buffer =>
    Buffer.concat([
      octets('$'),
      be16(16),
      Buffer.from([0, type, command, 0, 0]),
      be16(data.length),
      Buffer.alloc(5, 255),
      octets('$'),
      data,
    ]);
  const synchronise = Buffer.concat([
    octets('$\u0001\u0000\u0000\u0007'),
    Buffer.alloc(250, 255),
    octets('$'),
  ]);
  const page = Buffer.concat([packet(0, 1), packet(0, 5, poison), packet(0, 2)]);
  return Buffer.concat([synchronise, packet(8, 0), many(pages, () => page), packet(7, 0)]);
}

export function makeSff({ pages }: DeviceDocument): Buffer {
  const header = Buffer.concat([
    octets('Sfff'),
    Buffer.from([1, 0]),
    le16(0),
    le16(99),
    le16(20),
    le32(0, 0),
  ]);
  const rows = [
    Buffer.from([0]),
    le16(poison.length),
    poison,
    Buffer.from([3, 0xfe, 0xfe, 0xfe, 0xd9, 0xff, 2, 0xfe, 0]),
  ];
  const page = Buffer.concat([Buffer.from([0xfe, 16]), Buffer.alloc(16), ...rows]);
  return Buffer.concat([header, many(pages, () => page), Buffer.from([0xfe, 0])]);
}

/** A language of host-based devices. */
export interface DeviceLanguage {
  readonly name: string;
  readonly format: string;
  readonly make: (document: DeviceDocument) => Buffer;
  /** Its octets tell what it is. */
  readonly bare?: true;
  /** How PJL names it. */
  readonly language?: string;
  /** Nothing marks the end of a document. */
  readonly endless?: true;
}

export const deviceLanguages: readonly DeviceLanguage[] = [
  {
    name: 'ZjStream',
    format: 'application/x-zjstream',
    bare: true,
    language: 'ZJS',
    make: (document) => makeZjStream(zjDialects.zjstream, document),
  },
  {
    name: 'SLX',
    format: 'application/x-slx',
    bare: true,
    make: (document) => makeZjStream(zjDialects.slx, document),
  },
  { name: 'XQX', format: 'application/x-xqx', bare: true, language: 'XQX', make: makeXqx },
  { name: 'OAKT', format: 'application/x-oakt', bare: true, make: makeOakt },
  {
    name: 'QPDL',
    format: 'application/x-qpdl',
    language: 'QPDL',
    make: (document) => makeQpdl(document, { version: 1, colour: true }),
  },
  { name: 'SPL1', format: 'application/x-spl1', language: 'SMART', make: makeSpl1 },
  { name: 'HBP', format: 'application/x-hbp', language: 'HBP', make: makeHbp },
  { name: 'HBPL', format: 'application/x-hbpl', language: 'HBPL', make: makeHbpl },
  { name: 'HIPERC', format: 'application/x-hiperc', language: 'HIPERC', make: makeHiperc },
  { name: 'DDST', format: 'application/x-ddst', make: makeDdst },
  { name: 'LIDIL', format: 'application/x-lidil', bare: true, endless: true, make: makeLidil },
  { name: 'SFF', format: 'image/x-sff', bare: true, make: makeSff },
];

/** A document as a device gets it: in a job of PJL where nothing else names its language. */
export function deviceJob({ bare, language, make }: DeviceLanguage, document: DeviceDocument): Buffer {
  return bare === true || language === undefined ? make(document) : pjlJob(language, make(document));
}
