import { createServer, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { crc32 } from 'node:zlib';
import { digestFrom, readMarker } from './document.ts';
import { type SinkReport, type SinkRequest, sinkRequestSchema } from './messages.ts';

/**
 * Fake raw devices in a process of their own: a connection is a document. Each is checked by length and CRC and known
 * by its marker, so that a lost, doubled or damaged one shows. `tsx bench/sink.ts --port 8720 --count 16`; the parent
 * asks over the channel that it forked the process with.
 */
const { values } = parseArgs({ options: { port: { type: 'string' }, count: { type: 'string' } } });
const firstPort = Number(values.port);
const ports = Array.from({ length: Number(values.count) }, (_, index) => firstPort + index);

interface Expected {
  readonly octets: number;
  readonly crc: number;
}

let expected: Expected = { octets: 0, crc: 0 };
let markers = new Set<number>();
let doubled = 0;
let damaged = 0;
let octets = 0;
let lastEndAt = 0n;

function receive(socket: Socket): void {
  let head: Buffer = Buffer.alloc(0);
  let crc = 0;
  let length = 0;
  socket.on('data', (chunk: Buffer) => {
    octets += chunk.length;
    length += chunk.length;
    if (head.length === digestFrom) {
      crc = crc32(chunk, crc);
      return;
    }
    // The marker may arrive in pieces.
    const joined = Buffer.concat([head, chunk]);
    head = joined.subarray(0, digestFrom);
    crc = crc32(joined.subarray(digestFrom), crc);
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    if (length > 0) take({ octets: length, crc }, readMarker(head));
  });
}

function take(document: Expected, marker: number): void {
  if (document.octets !== expected.octets || document.crc !== expected.crc || Number.isNaN(marker)) {
    damaged += 1;
  } else if (markers.has(marker)) {
    doubled += 1;
  } else {
    markers.add(marker);
    lastEndAt = process.hrtime.bigint();
  }
}

function answer(request: SinkRequest): SinkReport {
  if (request.kind === 'expect') {
    expected = request;
    markers = new Set();
    doubled = 0;
    damaged = 0;
    octets = 0;
  }
  return { good: markers.size, doubled, damaged, lastEndAt: String(lastEndAt), octets };
}

for (const port of ports) {
  const server = createServer(receive);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', backlog: 511 }, resolve);
  });
}
process.on('message', (message) => process.send?.(answer(sinkRequestSchema.parse(message))));
// Its parent is the only one who needs it.
process.on('disconnect', () => process.exit());
process.send?.('ready');
