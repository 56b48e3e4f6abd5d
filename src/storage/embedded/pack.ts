import type { CommitRequest, Extent, WriteBatch, WriteRequest } from './messages.ts';
import type { Packed } from './worker-channel.ts';

/**
 * Puts the documents of a batch into one buffer that is handed over, not copied again. A document as its own message
 * part would be copied twice, and a view of a large buffer would take all of that buffer along.
 */
export function packBatch(requests: readonly WriteRequest[], restartLog: boolean): Packed {
  const documents = Buffer.allocUnsafeSlow(documentOctetsOf(requests));
  let offset = 0;
  const place = (document: Uint8Array): Extent => {
    documents.set(document, offset);
    const extent = { offset, length: document.byteLength };
    offset += document.byteLength;
    return extent;
  };
  const message: WriteBatch = {
    requests: requests.map((request) => (request.kind === 'commit' ? withDocument(request, place) : request)),
    documents,
    restartLog,
  };
  return { message, transfer: [documents.buffer] };
}

function withDocument(
  { kind, transition, job, ledger, document, history }: CommitRequest<Uint8Array>,
  place: (document: Uint8Array) => Extent,
): CommitRequest<Extent> {
  const placed = document === undefined || document === 'remove' ? document : place(document);
  return { kind, transition, job, ledger, document: placed, history };
}

export function documentOctetsOf(requests: readonly WriteRequest[]): number {
  return requests.reduce((sum, request) => sum + octetsIn(request), 0);
}

function octetsIn(request: WriteRequest): number {
  if (request.kind !== 'commit' || request.document === undefined || request.document === 'remove') return 0;
  return request.document.byteLength;
}
