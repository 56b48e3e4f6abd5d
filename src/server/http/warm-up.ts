import { connect } from 'node:net';
import { attribute, attributes, encodeMessage, groupTags, operations } from '../../ipp/index.ts';
import { formatListenAddress, type ListenAddress } from '../../model/listen.ts';

/**
 * Requests before the first client's, each on a connection of its own. Measured on two cores with 500 clients that come at
 * the same moment to a server that has just started: with 50 the last of them is heard after 190 ms, with 100 after 160 to
 * 240, with 200 after 120 to 130, with 400 after 100; without after 250 to 290. 200 take 0.2 s.
 */
const requests = 200;
const requestsAtOnce = 16;
/** Where the server cannot be reached from its own machine, nothing is gained and nothing lost. */
const answerWithinMs = 1_000;

type TcpAddress = Extract<ListenAddress, { readonly kind: 'tcp' }>;

/**
 * Asks the server itself, as its clients will: the engine compiles what it has seen run, and until then a connection costs
 * four times as much. Only over TCP; ends early when a request is not answered.
 */
export async function warmUp(addresses: readonly ListenAddress[]): Promise<void> {
  const address = addresses.find((each) => each.kind === 'tcp');
  if (address === undefined) return;
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

function isAnswered({ host, port }: TcpAddress, octets: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: reachable[host] ?? host, port });
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

/** All addresses of the machine: the one for itself. */
const reachable: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

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
