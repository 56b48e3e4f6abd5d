import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Answer, Connection } from './connection.ts';
import { piecesOf, type SyntheticDocument, writeMarker } from './document.ts';
import { createJob, getJobs, getPrinterAttributes, jobIdOf, printJob, sendDocument } from './ipp-request.ts';

/** One job or one question on a connection, from the first octet to the answer; the answer of the last request. */
export type Ask = (connection: Connection, marker: number) => Promise<Answer>;

export interface Place {
  readonly port: number;
  /** Path of the printer, such as `/ipp/print/q1`. */
  readonly path: string;
  readonly user: string;
}

/** Documents up to this size are copied into one buffer with their request, larger ones are written piece by piece. */
const inOneBufferOctetsMax = 8 * 1_048_576;

/** Print-Job with Content-Length; a document that does not fit a buffer goes out in chunks. */
export function printJobAsk(place: Place, document: SyntheticDocument): Ask {
  const request = printJob(targetOf(place));
  if (document.octets > inOneBufferOctetsMax) return chunkedAsk(place, request, document);
  const octets = request.length + document.octets;
  const before = Buffer.concat([httpHead(place, `Content-Length: ${octets}`), request]);
  const whole = Buffer.concat([before, ...piecesOf(document)]);
  return (connection, marker) => {
    writeMarker(whole, marker, before.length);
    return connection.send((socket) => write(socket, whole));
  };
}

/** Create-Job, then Send-Document in chunks, as CUPS and most mobile clients do. */
export function createAndSendAsk(place: Place, document: SyntheticDocument): Ask {
  const target = targetOf(place);
  const create = createJob(target);
  const opening = Buffer.concat([httpHead(place, `Content-Length: ${create.length}`), create]);
  const { bytes, jobIdAt } = sendDocument(target);
  const head = httpHead(place, 'Transfer-Encoding: chunked');
  const beforeRequest = Buffer.concat([head, chunkSize(bytes.length)]);
  const beforeDocument = Buffer.concat([beforeRequest, bytes, crlf, chunkSize(document.octets)]);
  const sending = Buffer.concat([beforeDocument, ...piecesOf(document), crlf, lastChunk]);
  return async (connection, marker) => {
    const created = await connection.send((socket) => write(socket, opening));
    const jobId = jobIdOf(created.body);
    if (jobId === undefined) return created;
    sending.writeInt32BE(jobId, beforeRequest.length + jobIdAt);
    writeMarker(sending, marker, beforeDocument.length);
    return connection.send((socket) => write(socket, sending));
  };
}

export function attributesAsk(place: Place): Ask {
  return fixedAsk(place, getPrinterAttributes(targetOf(place)));
}

export function jobsAsk(place: Place, limit: number): Ask {
  return fixedAsk(place, getJobs(targetOf(place), limit));
}

/** The first octets of a Print-Job whose document trickles in afterwards. */
export function slowUpload(place: Place, document: SyntheticDocument): Buffer {
  const request = printJob(targetOf(place));
  const head = httpHead(place, `Content-Length: ${request.length + document.octets}`);
  return Buffer.concat([head, request, ...piecesOf(document)]);
}

function fixedAsk(place: Place, request: Buffer): Ask {
  const whole = Buffer.concat([httpHead(place, `Content-Length: ${request.length}`), request]);
  return (connection) => connection.send((socket) => write(socket, whole));
}

function chunkedAsk(place: Place, request: Buffer, document: SyntheticDocument): Ask {
  const head = httpHead(place, 'Transfer-Encoding: chunked');
  return (connection, marker) =>
    connection.send(async (socket) => {
      await write(socket, Buffer.concat([head, chunkSize(request.length), request, crlf]));
      const marked = Buffer.from(document.head);
      writeMarker(marked, marker);
      for (const piece of piecesOf({ ...document, head: marked })) {
        socket.cork();
        socket.write(chunkSize(piece.length));
        socket.write(piece);
        const isRoom = socket.write(crlf);
        socket.uncork();
        if (!isRoom) await once(socket, 'drain');
      }
      await write(socket, lastChunk);
    });
}

const crlf = Buffer.from('\r\n');
const lastChunk = Buffer.from('0\r\n\r\n');

function chunkSize(octets: number): Buffer {
  return Buffer.from(`${octets.toString(16)}\r\n`);
}

function httpHead({ port, path }: Place, framing: string): Buffer {
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/ipp\r\n` +
      `User-Agent: platen-bench IPP/2.0\r\n${framing}\r\n\r\n`,
  );
}

function targetOf({ port, path, user }: Place): Parameters<typeof printJob>[0] {
  return { printerUri: `ipp://localhost:${port}${path}`, user };
}

function write(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
  });
}
