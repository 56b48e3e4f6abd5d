import { isFault, messageOf } from '../../base/fault.ts';
import { operationName, operations, statuses } from '../../ipp/index.ts';
import type { Log } from '../../logging/index.ts';
import type { RefusalKind } from '../../model/refusal.ts';
import { say, type Words } from '../../model/sentences/sentence.ts';
import { failure, type IppAnswer } from './answer.ts';
import { type Phase, refusalAnswer } from './answers.ts';
import type { IppRequest } from './exchange.ts';

/** Faults that every client can be told in the words of a refusal, because they pass. */
const passing: readonly {
  readonly code: Parameters<typeof isFault>[1];
  readonly kind: RefusalKind;
  readonly message: Words;
}[] = [
  { code: 'store-unreachable', kind: 'store-away', message: say('store-away-later') },
  { code: 'store-outcome-unknown', kind: 'store-away', message: say('store-away-later') },
  { code: 'directory-unreachable', kind: 'store-away', message: say('directory-away-later') },
  { code: 'disk-full', kind: 'disk-full', message: say('no-room') },
];

interface Failed extends Pick<IppRequest, 'client'> {
  /** Of the operation. */
  readonly code: number;
  readonly user: string;
}

/** An unknown fault leaves without detail; the log has the rest. */
export function answerToFault(error: unknown, { code, user, client }: Failed, log: Log): IppAnswer {
  log.error('request failed', {
    operation: operationName(code),
    user,
    cause: error,
    message: messageOf(error),
  });
  const known = passing.find((each) => isFault(error, each.code));
  if (known === undefined) return failure(statuses.serverErrorInternalError, say('unexpected-error'));
  const refusal = { kind: known.kind, message: known.message };
  return refusalAnswer([refusal], { client, phase: phaseOf(code) });
}

function phaseOf(code: number): Phase {
  return documentOperations.has(code) ? 'with-document' : 'before-document';
}

const documentOperations: ReadonlySet<number> = new Set([
  operations.printJob,
  operations.sendDocument,
  operations.closeJob,
]);
