import type { CommitRequest, Extent, SentWriteRequest, WriteBatch, WriteRequest } from './messages.ts';
import type { Packed } from './worker-channel.ts';

/**
 * Puts the documents of a batch into one buffer that is handed over, not copied again. A document as its own message
 * part would be copied twice, and a view of a large buffer would take all of that buffer along.
 */
export function packBatch(requests: readonly WriteRequest[], restartLog: boolean): Packed {
  const documents = Buffer.allocUnsafeSlow(documentOctetsOf(requests));
  let offset = 0;
  const sent = requests.map((request): SentWriteRequest => {
    if (request.kind !== 'commit') return request;
    const { document, ...rest } = request;
    if (document === undefined || document === 'remove')
      return document === undefined ? rest : { ...rest, document };
    documents.set(document, offset);
    const extent = { offset, length: document.byteLength };
    offset += document.byteLength;
    return { ...rest, document: extent } satisfies CommitRequest<Extent>;
  });
  const message: WriteBatch = { requests: sent, documents, restartLog };
  return { message, transfer: [documents.buffer] };
}

export function documentOctetsOf(requests: readonly WriteRequest[]): number {
  return requests.reduce((sum, request) => sum + octetsIn(request), 0);
}

function octetsIn(request: WriteRequest): number {
  if (request.kind !== 'commit' || request.document === undefined || request.document === 'remove') return 0;
  return request.document.byteLength;
}
