/*
 * A line of a backend's list of devices, as cups-deviced reads it (scheduler/cups-deviced.c, CUPS 2.4):
 *
 *   class uri "make and model" "info" ["device id" ["location"]]
 *
 * Words may be quoted, with backslash escapes inside quotes. Octets, so handled as Latin-1 text.
 */

const classes = ['direct', 'file', 'network', 'serial'];
/** cups-deviced reads lines into a buffer of 2 KiB. */
const lineOctetsMax = 2_048;

/** The line with the URI under our scheme and every other octet as it was; `undefined` for what names no device. */
export function wrapDeviceLine(line: string, own: string): string | undefined {
  if (line.length > lineOctetsMax) return undefined;
  const kind = wordAt(line, 0);
  const uri = kind === undefined ? undefined : wordAt(line, kind.end);
  const model = uri === undefined ? undefined : wordAt(line, uri.end);
  const info = model === undefined ? undefined : wordAt(line, model.end);
  if (kind === undefined || uri === undefined || info === undefined) return undefined;
  if (!classes.includes(kind.text) || !/^[A-Za-z0-9]/.test(uri.text)) return undefined;
  const rest = info.end;
  // Device id and location may be left out; nothing else may stand there.
  if (!/^(?:\s+(?:"(?:[^"\\]|\\.)*"|[^\s"]+)){0,2}\s*$/.test(line.slice(rest))) return undefined;
  return `${line.slice(0, uri.begin)}${own}:${line.slice(uri.begin)}`;
}

interface Word {
  readonly text: string;
  /** Of the text, behind an opening quote. */
  readonly begin: number;
  readonly end: number;
}

function wordAt(line: string, from: number): Word | undefined {
  const word = /\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))(?=\s|$)/y;
  word.lastIndex = from;
  const match = word.exec(line);
  if (match === null) return undefined;
  const [whole, quoted, plain = ''] = match;
  const end = from + whole.length;
  if (quoted === undefined) return { text: plain, begin: end - plain.length, end };
  return { text: quoted, begin: end - 1 - quoted.length, end };
}
