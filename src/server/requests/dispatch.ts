import { operationName, statuses } from '../../ipp/index.ts';
import { IncomingDocumentError } from '../../jobs/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import { challengeOf } from '../http/challenge.ts';
import { operationTable } from '../operation-table.ts';
import { failure, type IppAnswer } from './answer.ts';
import type { Answering, IppRequest, Operation, Services } from './exchange.ts';
import { answerToFault } from './faults.ts';
import { tellingMisplaced } from './misplaced.ts';
import { printersAsked } from './printers-asked.ts';
import { printerAsked, resolveJob, resolvePrinter } from './resolve.ts';
import { shutDownAnswer } from './shut-down.ts';

/** Answers a request that has passed checkMessage. Never throws: what nobody expected is an answer too, and a log line. */
export function dispatch(request: IppRequest, services: Services): Answering {
  const operation = offered(request.message.code, services);
  if (operation === undefined) return notOffered(request.message.code);
  try {
    const answering = perform(operation, request, services);
    if (!(answering instanceof Promise)) return tellingMisplaced(answering, request);
    return answering.then(
      (answer) => tellingMisplaced(answer, request),
      (error: unknown) => faultAnswer(error, request, services),
    );
  } catch (error) {
    return faultAnswer(error, request, services);
  }
}

/** Looked at before the attributes, which are of the operation (RFC 3196 §3.1.2.1.2); undefined: it is offered. */
export function checkOperation(code: number, services: Services): IppAnswer | undefined {
  return offered(code, services) === undefined ? notOffered(code) : undefined;
}

function offered(code: number, services: Services): Operation | undefined {
  const operation = operationTable.get(code);
  return operation?.isOffered?.(services) === false ? undefined : operation;
}

function notOffered(code: number): IppAnswer {
  const operation = operationName(code) ?? `0x${code.toString(16).padStart(4, '0')}`;
  return failure(statuses.serverErrorOperationNotSupported, say('operation-not-supported', { operation }));
}

function perform(operation: Operation, request: IppRequest, services: Services): Answering {
  switch (operation.target) {
    case 'server':
      return operation.answer(request, services);
    case 'printer': {
      const printer = resolvePrinter(request, services);
      if ('answer' in printer) return printer.answer;
      return (
        shutDownAnswer(request.message.code, printer.found) ??
        challengeOf(request, printer.found.settings) ??
        operation.answer(request, printer.found, services)
      );
    }
    case 'printers': {
      const printers = printersAsked(request, services);
      return 'answer' in printers ? printers.answer : operation.answer(request, printers.found, services);
    }
    case 'job':
      return resolveJob(request, services).then((job) => {
        if ('answer' in job) return job.answer;
        const printer = services.jobs.printer(job.found.job.printer);
        const asked = printerAsked(request);
        const at = asked === undefined ? printer : services.jobs.printer(asked);
        const challenge = printer === undefined ? undefined : challengeOf(request, printer.settings);
        return (
          shutDownAnswer(request.message.code, at) ??
          challenge ??
          operation.answer(request, job.found, services)
        );
      });
  }
}

function faultAnswer(error: unknown, request: IppRequest, services: Services): IppAnswer {
  const failed = request.body.failure ?? (error instanceof IncomingDocumentError ? error.failure : undefined);
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
  const { message, identity, client } = request;
  return answerToFault(error, { code: message.code, user: identity.name, client }, services.log);
}
