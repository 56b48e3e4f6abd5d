import { messageOf } from '../../base/fault.ts';
import { operationName, operations, statuses } from '../../ipp/index.ts';
import type { Log } from '../../logging/index.ts';
import { passingRefusal } from '../../model/passing-faults.ts';
import { say } from '../../model/sentences/sentence.ts';
import { failure, type IppAnswer } from './answer.ts';
import { type Phase, refusalAnswer } from './answers.ts';
import type { IppRequest } from './exchange.ts';

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
  const refusal = passingRefusal(error);
  if (refusal === undefined) return failure(statuses.serverErrorInternalError, say('unexpected-error'));
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
