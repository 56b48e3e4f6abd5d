import { connect } from 'node:net';
import { attribute, attributes, encodeMessage, groupTags, operations } from '../../ipp/index.ts';
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
  const octets = requestTo(address);
  let left = requests;
  const ask = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      if (!(await isAnswered(address, octets))) left = 0;
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

/** Get-Printer-Attributes of the printer that answers where none is named, for something small. */
function requestTo(address: TcpAddress): Buffer {
  const authority = formatListenAddress(address);
  const operation = attributes(
    attribute('attributes-charset', 'utf-8'),
    attribute('attributes-natural-language', 'en'),
    attribute('printer-uri', `ipp://${authority}/ipp/print`),
    attribute('requested-attributes', 'printer-state'),
  );
  const body = encodeMessage({
    version: { major: 2, minor: 0 },
    code: operations.getPrinterAttributes,
    requestId: 1,
    groups: [{ tag: groupTags.operation, attributes: operation }],
  });
  const head = `POST /ipp/print HTTP/1.1\r\nHost: ${authority}\r\nContent-Type: application/ipp\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
