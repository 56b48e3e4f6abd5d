/** One line of PJL, as far as pages depend on it. */
export type PjlCommand =
  | { readonly kind: 'setting'; readonly name: string; readonly value: string; readonly persistent: boolean }
  | { readonly kind: 'enter'; readonly language: string }
  | { readonly kind: 'job' }
  | { readonly kind: 'end' }
  | { readonly kind: 'query' }
  | { readonly kind: 'binary'; readonly name: string }
  | { readonly kind: 'other' };

/** A name, `=` with or without blanks, a value with or without quotes; a SET may name a language before it. */
const assignment = /^(?:[LI]PARM\s*:\s*\w+\s+)?(\w+)\s*=\s*"?([^"\s]*)/i;
const queries: ReadonlySet<string> = new Set([
  'INFO',
  'INQUIRE',
  'DINQUIRE',
  'ECHO',
  'USTATUS',
  'USTATUSOFF',
  'COMMENT',
]);
/** Files for the disk of the device and firmware: octets follow that are not told apart here. */
const binaries: ReadonlySet<string> = new Set(['FSDOWNLOAD', 'FSAPPEND', 'UPGRADE', 'DMCMD']);

/** Reads what stands behind `@PJL`. */
export function readPjlCommand(line: string): PjlCommand {
  const text = line.trim();
  const name = (/^\w*/.exec(text)?.[0] ?? '').toUpperCase();
  const [, variable = '', value = ''] = assignment.exec(text.slice(name.length).trim()) ?? [];
  if (queries.has(name) || text === '') return { kind: 'query' };
  if (binaries.has(name)) return { kind: 'binary', name };
  switch (name) {
    case 'SET':
    case 'DEFAULT':
      return { kind: 'setting', name: variable, value, persistent: name === 'DEFAULT' };
    case 'ENTER':
      return { kind: 'enter', language: value.toUpperCase() };
    case 'JOB':
      return { kind: 'job' };
    case 'EOJ':
    case 'RESET':
    case 'INITIALIZE':
      return { kind: 'end' };
    default:
      return { kind: 'other' };
  }
}

const languages: ReadonlyMap<string, string> = new Map([
  ['PCL', 'application/vnd.hp-PCL'],
  ['PCL5', 'application/vnd.hp-PCL'],
  ['PCL6', 'application/vnd.hp-PCLXL'],
  ['PCLXL', 'application/vnd.hp-PCLXL'],
  ['POSTSCRIPT', 'application/postscript'],
  ['PS', 'application/postscript'],
  ['PDF', 'application/pdf'],
  ['PCLM', 'application/PCLm'],
  // PCL 3 of DeskJets, and what host-based LaserJets take: the same escapes, payload and page ends.
  ['PCL3GUI', 'application/vnd.hp-PCL'],
  ['PCLSLEEK', 'application/vnd.hp-PCL'],
  ['LAVAFLOW', 'application/vnd.hp-PCL'],
  // PCL XL of Brother under another name.
  ['XL2HB', 'application/vnd.hp-PCLXL'],
  ['ZJS', 'application/x-zjstream'],
  ['XQX', 'application/x-xqx'],
  ['HIPERC', 'application/x-hiperc'],
  ['QPDL', 'application/x-qpdl'],
  ['SMART', 'application/x-spl1'],
  ['HBP', 'application/x-hbp'],
  ['HBPL', 'application/x-hbpl'],
]);

/** The media type of a language that PJL names; undefined for one that is not known here. */
export function mediaTypeOfLanguage(language: string): string | undefined {
  return languages.get(language);
}
