/*
 * An answer of HTTP/1.1 (RFC 9112), as far as a program needs it that asks once a connection:
 *
 *   HTTP/1.1 200 OK CRLF | name: value CRLF … | CRLF | body: so many octets, or chunks, or until the connection ends
 *
 * Written here because Node's own client costs this program a quarter of its time: its modules are compiled at every job
 * (bench/adapter.ts). A proxy before the server may cut the body into chunks, and say 1xx before the answer.
 */

interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** `more`: not whole yet. A text says what is wrong. */
type ReadAnswer = HttpAnswer | 'more' | { readonly wrong: string };

/** Octets of an answer as a whole; the longest sentence has some hundred, fields of proxies a few thousand. */
export const answerOctetsMax = 65_536;

const headEnd = '\r\n\r\n';
const crlf = 2;

/** The answer at the start of what has been heard; `isOver`: nothing follows. */
export function readAnswer(heard: Buffer, isOver: boolean): ReadAnswer {
  if (heard.length > answerOctetsMax) return { wrong: 'its answer is too long' };
  const end = heard.indexOf(headEnd);
  if (end === -1) return isOver ? brokenOff : 'more';
  const head = heard.toString('latin1', 0, end);
  const status = Number(/^HTTP\/1\.[01] ([1-5]\d\d)(?: |\r|$)/.exec(head)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) return { wrong: 'it does not answer in HTTP/1.1' };
  const rest = heard.subarray(end + headEnd.length);
  if (status < 200) return readAnswer(rest, isOver);
  const body = bodyOf(head, rest, isOver);
  if (body === undefined) return isOver ? brokenOff : 'more';
  return 'wrong' in body ? body : { status, body };
}

const brokenOff = { wrong: 'it hung up before the end of its answer' };

/** `undefined` when it is not whole. Chunks outrank the length (RFC 9112 §6.3). */
function bodyOf(
  head: string,
  rest: Buffer,
  isOver: boolean,
): Buffer | { readonly wrong: string } | undefined {
  const coding = fieldOf(head, 'transfer-encoding');
  if (coding?.toLowerCase() === 'chunked') return unchunked(rest);
  if (coding !== undefined) return { wrong: `it answers in the unknown coding ${coding}` };
  const length = fieldOf(head, 'content-length');
  if (length === undefined) return isOver ? rest : undefined;
  if (!/^\d{1,9}$/.test(length)) return { wrong: `it answers with the length ${length}` };
  return rest.length < Number(length) ? undefined : rest.subarray(0, Number(length));
}

function fieldOf(head: string, name: string): string | undefined {
  return new RegExp(`\\r\\n${name}:[ \\t]*([^\\r\\n]*)`, 'i').exec(head)?.[1]?.trim();
}

/** size in hex [; extension] CRLF octets CRLF … 0 CRLF; what may follow the last chunk means nothing to us. */
function unchunked(octets: Buffer): Buffer | { readonly wrong: string } | undefined {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = octets.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const digits = /^([0-9a-f]{1,7})[ \t]*(?:;|$)/i.exec(octets.toString('latin1', at, lineEnd))?.[1];
    if (digits === undefined) return { wrong: 'it answers in broken chunks' };
    const size = Number.parseInt(digits, 16);
    if (size === 0) return Buffer.concat(pieces);
    const begin = lineEnd + crlf;
    if (octets.length < begin + size + crlf) return undefined;
    pieces.push(octets.subarray(begin, begin + size));
    at = begin + size + crlf;
  }
}
