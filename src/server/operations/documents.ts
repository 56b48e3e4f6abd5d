import { groupTags, type IppAttribute, statuses } from '../../ipp/index.ts';
import { type JobView, mayAct } from '../../jobs/index.ts';
import { say, type Words } from '../../model/sentences/sentence.ts';
import { documentDescription } from '../jobs/document-description.ts';
import { changedAnswer, problemAnswer, viewerOf } from '../jobs/job-answers.ts';
import { printerUriFor } from '../jobs/job-attributes.ts';
import { documentsIn } from '../jobs/job-description.ts';
import { refusedSettings } from '../jobs/refused-settings.ts';
import { spokenIn } from '../jobs/spoken-value.ts';
import { saidOf } from '../jobs/supplied.ts';
import {
  badRequest,
  encodeGroup,
  failure,
  type IppAnswer,
  noAttributes,
  success,
} from '../requests/answer.ts';
import { only } from '../requests/checks.ts';
import type { IppRequest, Operation, Services } from '../requests/exchange.ts';
import { type Requested, requestedAttributes } from '../requests/requested.ts';
import type { Resolved } from '../requests/resolve.ts';
import { windowOf } from '../requests/window.ts';

/** PWG 5100.5 §4.2: without requested-attributes only the number of each. */
export const getDocuments: Operation = {
  target: 'job',
  answer: (request, view, services) => {
    const numbers = documentsIn(view).map((_, index) => index + 1);
    const window = windowOf(numbers, request.operation);
    if ('answer' in window) return window.answer;
    const requested = requestedAttributes(request.operation, ['document-number']);
    return success(
      ...window.asked.map((number) => documentGroup({ request, view, services, number }, requested)),
    );
  },
};

/** PWG 5100.5 §4.3. */
export const getDocumentAttributes: Operation = {
  target: 'job',
  answer: (request, view, services) => {
    const found = documentNumber(request, view);
    if ('answer' in found) return found.answer;
    const requested = requestedAttributes(request.operation);
    return success(documentGroup({ request, view, services, number: found.found }, requested));
  },
};

/** PWG 5100.5 §4.5: nothing of a document is changed after it came; what there is answers not-settable. */
export const setDocumentAttributes: Operation = {
  target: 'job',
  answer: (request, view) => {
    const found = documentNumber(request, view);
    if ('answer' in found) return found.answer;
    if (!mayAct(view.job, request.identity)) return problemAnswer({ kind: 'not-yours' });
    const message = whyOver(view, found.found);
    if (message !== undefined) return problemAnswer({ kind: 'not-possible', message });
    const group = request.message.groups.find(({ tag }) => tag === groupTags.document);
    const asked = group?.attributes ?? noAttributes;
    const refused = refusedSettings(asked, {
      isSettable: () => false,
      isKnown: (name) => documentDescription.some((each) => each.name === name),
      wrongIn: () => undefined,
    });
    return refused ?? badRequest('Set-Document-Attributes without document attributes.');
  },
};

/** A document that is completed, cancelled or aborted stays as it is, whatever is asked (PWG 5100.5 §4.4, table 6). */
function whyOver(view: JobView, number: number): Words | undefined {
  const { id, state } = view.job;
  if (state === 'ended') return say('cannot-be-changed', { job: id });
  const isCancelled = documentsIn(view)[number - 1]?.cancelled !== undefined;
  return isCancelled ? say('document-cancelled', { job: id, number }) : undefined;
}

/** PWG 5100.5 §4.1: the others print; an accepted job without any left is no job. */
export const cancelDocument: Operation = {
  target: 'job',
  answer: async (request, view, { jobs }) => {
    const found = documentNumber(request, view);
    if ('answer' in found) return found.answer;
    if (!mayAct(view.job, request.identity)) return problemAnswer({ kind: 'not-yours' });
    return changedAnswer(await jobs.cancelDocument(view.job.id, found.found, request.identity));
  },
};

function documentNumber({ operation }: IppRequest, view: JobView): Resolved<number> {
  const value = only(operation.get('document-number'));
  if (value?.syntax !== 'integer' || value.value < 1) {
    return { answer: badRequest('document-number must be one positive integer.') };
  }
  return value.value <= documentsIn(view).length
    ? { found: value.value }
    : { answer: noSuchDocument(view.job.id, value.value) };
}

function noSuchDocument(job: number, number: number): IppAnswer {
  return failure(statuses.clientErrorNotFound, say('no-document', { job, number }));
}

interface Asked {
  readonly request: IppRequest;
  readonly view: JobView;
  readonly services: Services;
  readonly number: number;
}

const groups = ['document-description', 'document-status'] as const;

function documentGroup({ request, view, services, number }: Asked, requested: Requested): Buffer {
  const document = documentsIn(view)[number - 1];
  if (document === undefined) return encodeGroup(groupTags.document, []);
  const viewer = viewerOf(request, services);
  const { address, nowMs, speech } = viewer;
  const { job } = view;
  const inside = mayAct(job, request.identity);
  const facts = {
    view,
    job,
    document,
    said: saidOf(document),
    number,
    address,
    nowMs,
    printerUri: printerUriFor(job, viewer),
    language: job.language ?? speech.language,
  };
  const list: IppAttribute[] = [];
  for (const { name, open, make } of documentDescription) {
    if (!(open || inside) || !requested.wants(name, groups)) continue;
    const made = make(facts);
    if (made !== undefined) list.push(spokenIn(made, job.language, viewer.speech.language));
  }
  return encodeGroup(groupTags.document, list);
}
