import { isFault, messageOf } from '../base/fault.ts';
import { operationName, operations, statuses } from '../ipp/index.ts';
import type { RefusalKind } from '../model/refusal.ts';
import { say, type Words } from '../model/sentences/sentence.ts';
import { failure, type IppAnswer } from './answer.ts';
import { type Phase, refusalAnswer } from './answers.ts';
import { BodyError } from './body.ts';
import { challengeOf } from './challenge.ts';
import type { Answering, IppRequest, Operation, Services } from './exchange.ts';
import { operationTable } from './operation-table.ts';
import { resolveJob, resolvePrinter } from './resolve.ts';

/** Answers a request that has passed checkMessage. Never throws: what nobody expected is an answer too, and a log line. */
export function dispatch(request: IppRequest, services: Services): Answering {
  const { code } = request.message;
  const operation = operationTable.get(code);
  if (operation?.isOffered?.(services) === false || operation === undefined) {
    return failure(
      statuses.serverErrorOperationNotSupported,
      say('operation-not-supported', {
        operation: operationName(code) ?? `0x${code.toString(16).padStart(4, '0')}`,
      }),
    );
  }
  try {
    const answering = perform(operation, request, services);
    if (!(answering instanceof Promise)) return answering;
    return answering.catch((error: unknown) => faultAnswer(error, request, services));
  } catch (error) {
    return faultAnswer(error, request, services);
  }
}

function perform(operation: Operation, request: IppRequest, services: Services): Answering {
  switch (operation.target) {
    case 'server':
      return operation.answer(request, services);
    case 'printer': {
      const printer = resolvePrinter(request.operation, services);
      if ('answer' in printer) return printer.answer;
      return (
        challengeOf(request, printer.found.settings) ?? operation.answer(request, printer.found, services)
      );
    }
    case 'job':
      return resolveJob(request.operation, services).then((job) => {
        if ('answer' in job) return job.answer;
        const printer = services.jobs.printer(job.found.job.printer);
        const challenge = printer === undefined ? undefined : challengeOf(request, printer.settings);
        return challenge ?? operation.answer(request, job.found, services);
      });
  }
}

/** Faults that every client can be told in the words of a refusal, because they pass. */
const passing: readonly {
  readonly code: Parameters<typeof isFault>[1];
  readonly kind: RefusalKind;
  readonly message: Words;
}[] = [
  {
    code: 'store-unreachable',
    kind: 'store-away',
    message: say('store-away-later'),
  },
  {
    code: 'store-outcome-unknown',
    kind: 'store-away',
    message: say('store-away-later'),
  },
  {
    code: 'disk-full',
    kind: 'disk-full',
    message: say('no-room'),
  },
];

/** An unknown fault leaves without detail; the log has the rest. */
function faultAnswer(error: unknown, request: IppRequest, services: Services): IppAnswer {
  const failed = request.body.failure ?? (error instanceof BodyError ? error.failure : undefined);
  switch (failed) {
    case 'compression':
      return failure(statuses.clientErrorCompressionError, say('compression-damaged'));
    case 'gone':
    case 'too-slow':
      // Nobody hears it; the code is for the log of whoever still listens.
      return failure(statuses.clientErrorTimeout, say('document-not-arrived'));
    case undefined:
      break;
  }
  const operation = operationName(request.message.code);
  services.log.error('request failed', {
    operation,
    user: request.identity.name,
    cause: error,
    message: messageOf(error),
  });
  const known = passing.find(({ code }) => isFault(error, code));
  if (known === undefined) {
    return failure(statuses.serverErrorInternalError, say('unexpected-error'));
  }
  const refusal = { kind: known.kind, message: known.message };
  return refusalAnswer([refusal], { client: request.client, phase: phaseOf(request.message.code) });
}

function phaseOf(code: number): Phase {
  return documentOperations.has(code) ? 'with-document' : 'before-document';
}

const documentOperations: ReadonlySet<number> = new Set([
  operations.printJob,
  operations.sendDocument,
  operations.closeJob,
]);
