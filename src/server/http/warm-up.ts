import { connect } from 'node:net';
import {
  attribute,
  attributes,
  encodeMessage,
  groupTags,
  type IppAttribute,
  operations,
  range,
} from '../../ipp/index.ts';
import { formatListenAddress, type ListenAddress } from '../../model/listen.ts';
import { endOfHead } from './end-of-head.ts';

const connectionsAtOnce = 16;
/** Without an answer nothing is gained and nothing lost. */
const answerWithinMs = 1_000;

/**
 * Asks a server of ours as its clients will, on as many connections: the engine compiles what it has seen run, and until then
 * a connection costs four times as much. Ends early when a request is not answered.
 */
export async function warmUp(address: ListenAddress, connections: number): Promise<void> {
  if (address.kind !== 'tcp') return;
  const kinds = kindsFor(address);
  let made = 0;
  const ask = async (): Promise<void> => {
    while (made < connections) {
      const requests = kinds[made % kinds.length] ?? [];
      made += 1;
      if (!(await isAnswered(address, requests))) made = connections;
    }
  };
  await Promise.all(Array.from({ length: connectionsAtOnce }, ask));
}

type TcpAddress = Extract<ListenAddress, { readonly kind: 'tcp' }>;

/** Asks one request after the other on one connection. */
function isAnswered({ host, port }: TcpAddress, requests: readonly Buffer[]): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answered: boolean) => (): void => {
      socket.destroy();
      resolve(answered);
    };
    const left = [...requests];
    const askNext = (): void => {
      const next = left.shift();
      if (next === undefined) end(true)();
      else socket.write(next);
    };
    let answer = Buffer.alloc(0);
    socket.on('data', (octets) => {
      answer = Buffer.concat([answer, octets]);
      if (!isWhole(answer)) return;
      answer = Buffer.alloc(0);
      askNext();
    });
    socket.setTimeout(answerWithinMs, end(false));
    socket.once('error', end(false));
    socket.once('close', end(false));
    askNext();
  });
}

/** Without a length nothing is asked behind it. */
function isWhole(answer: Buffer): boolean {
  const [head = ''] = answer.toString('latin1').split(endOfHead, 1);
  const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
  return answer.length >= head.length + endOfHead.length + Number(length);
}

/** Each way that a connection can begin, and what is asked on it. */
function kindsFor(address: TcpAddress): readonly (readonly Buffer[])[] {
  const everything = messageTo(address, { code: operations.getPrinterAttributes });
  // Refused for its pages before anybody looks at accounts, and never more than begun: it leaves nothing behind.
  const impossible = messageTo(address, { code: operations.printJob }, pagesBackwards);
  const document = Buffer.alloc(documentOctets, '%');
  return [
    Array.from({ length: repeats }, (_, index) => repeated(address, index)),
    // Never known, since it closes: HTTP.
    [Buffer.concat([headTo(address, everything.length, 'Connection: close\r\n'), everything])],
    // An upload.
    [Buffer.concat([headTo(address, impossible.length + 2 * documentOctets), impossible, document])],
  ];
}

/**
 * Requests on a connection that goes the short way. What is compiled after one request only, or for one asker, holds until the
 * second comes and is compiled anew.
 */
const repeats = 30;
const askers = 8;

/** Known from the second time on: the short way. */
function repeated(address: TcpAddress, index: number): Buffer {
  const asker = attribute('requesting-user-name', `warm-up ${index % askers}`);
  const request = { code: operations.getPrinterAttributes, requestId: index + 1 };
  const message = messageTo(address, request, asker, littleAsked);
  return Buffer.concat([headTo(address, message.length), message]);
}

/** The way is that of all attributes, and thousands of long answers would leave holes of 20 MiB in memory. */
const littleAsked = attribute('requested-attributes', 'printer-state');
const documentOctets = 64;
/** RFC 8011 §5.2.7: page-ranges ascend. */
const pagesBackwards = attribute('page-ranges', range(2, 2), range(1, 1));

function headTo(address: TcpAddress, length: number, fields = ''): Buffer {
  return Buffer.from(
    `POST /ipp/print HTTP/1.1\r\nHost: ${formatListenAddress(address)}\r\n${fields}Content-Type: application/ipp\r\nContent-Length: ${length}${endOfHead}`,
    'latin1',
  );
}

/** To the printer that answers where none is named. */
function messageTo(
  address: TcpAddress,
  { code, requestId = 1 }: { readonly code: number; readonly requestId?: number },
  ...more: readonly IppAttribute[]
): Buffer {
  const operation = attributes(
    attribute('attributes-charset', 'utf-8'),
    attribute('attributes-natural-language', 'en'),
    attribute('printer-uri', `ipp://${formatListenAddress(address)}/ipp/print`),
    ...more,
  );
  return encodeMessage({
    version: { major: 2, minor: 0 },
    code,
    requestId,
    groups: [{ tag: groupTags.operation, attributes: operation }],
  });
}
