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

const requestsAtOnce = 16;
/** Without an answer nothing is gained and nothing lost. */
const answerWithinMs = 1_000;

/**
 * Asks a server of ours as its clients will, each time on a connection of its own: the engine compiles what it has seen run,
 * and until then a connection costs four times as much. Ends early when a request is not answered.
 */
export async function warmUp(address: ListenAddress, requests: number): Promise<void> {
  if (address.kind !== 'tcp') return;
  const asks = asksTo(address);
  let asked = 0;
  const ask = async (): Promise<void> => {
    while (asked < requests) {
      const octets = asks[asked % asks.length] ?? Buffer.alloc(0);
      asked += 1;
      if (!(await isAnswered(address, octets))) asked = requests;
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, ask));
}

type TcpAddress = Extract<ListenAddress, { readonly kind: 'tcp' }>;

function isAnswered({ host, port }: TcpAddress, octets: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answered: boolean) => (): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(answerWithinMs, end(false));
    socket.once('data', end(true));
    socket.once('error', end(false));
    socket.once('close', end(false));
    socket.write(octets);
  });
}

/** One of each way that a connection can begin. */
function asksTo(address: TcpAddress): readonly Buffer[] {
  const everything = messageTo(address, operations.getPrinterAttributes);
  // Refused for its pages before anybody looks at accounts, and never more than begun: it leaves nothing behind.
  const impossible = messageTo(address, operations.printJob, pagesBackwards);
  const document = Buffer.alloc(documentOctets, '%');
  return [
    // Known from the second time on: the short way.
    Buffer.concat([headTo(address, everything.length), everything]),
    // Never known, since it closes: HTTP.
    Buffer.concat([headTo(address, everything.length, 'Connection: close\r\n'), everything]),
    // An upload.
    Buffer.concat([headTo(address, impossible.length + 2 * documentOctets), impossible, document]),
  ];
}

const documentOctets = 64;
/** RFC 8011 §5.2.7: page-ranges ascend. */
const pagesBackwards = attribute('page-ranges', range(2, 2), range(1, 1));

function headTo(address: TcpAddress, length: number, fields = ''): Buffer {
  return Buffer.from(
    `POST /ipp/print HTTP/1.1\r\nHost: ${formatListenAddress(address)}\r\n${fields}Content-Type: application/ipp\r\nContent-Length: ${length}\r\n\r\n`,
    'latin1',
  );
}

/** To the printer that answers where none is named. */
function messageTo(address: TcpAddress, code: number, ...more: readonly IppAttribute[]): Buffer {
  const operation = attributes(
    attribute('attributes-charset', 'utf-8'),
    attribute('attributes-natural-language', 'en'),
    attribute('printer-uri', `ipp://${formatListenAddress(address)}/ipp/print`),
    ...more,
  );
  return encodeMessage({
    version: { major: 2, minor: 0 },
    code,
    requestId: 1,
    groups: [{ tag: groupTags.operation, attributes: operation }],
  });
}
