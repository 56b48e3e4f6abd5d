import {
  type AttributeName,
  attributeOf,
  collection,
  definitionOf,
  groupsOf,
  groupTags,
  type IppAttribute,
  operations as ids,
  outOfBand,
  statuses,
} from '../../ipp/index.ts';
import type { IppAnswer } from './answer.ts';
import type { IppRequest } from './exchange.ts';

/** Of CUPS, of RFC 3998 §4.4.2 and of RFC 3995 §11.2.5.1.4: the registry does not have them. */
type Unlisted = 'purge-job' | 'purge-jobs' | 'predecessor-job-id' | 'my-subscriptions';
type Names = readonly (AttributeName | Unlisted)[];

/**
 * What clients say whatever they ask for: libcups names the user and the format, others the job, who they are themselves, or
 * what they want to hear. It is passed over where it says nothing.
 */
const anywhere: Names = [
  'attributes-charset',
  'attributes-natural-language',
  'auth-info',
  'client-info',
  'document-format',
  'job-id',
  'job-name',
  'job-uri',
  'message',
  'printer-uri',
  'requested-attributes',
  'requesting-user-name',
  'requesting-user-uri',
];

/** What is said of a document (RFC 8011 §4.3.1.1, PWG 5100.5 §5). */
const ofDocument: Names = [
  'compression',
  'document-charset',
  'document-digital-signature',
  'document-format-details',
  'document-format-version',
  'document-message',
  'document-name',
  'document-natural-language',
  'ipp-attribute-fidelity',
];

/** RFC 8011 §4.2.1.1, PWG 5100.7 §6. */
const ofJob: Names = [
  ...ofDocument,
  'job-impressions',
  'job-impressions-col',
  'job-k-octets',
  'job-mandatory-attributes',
  'job-media-sheets',
  'job-media-sheets-col',
  'job-pages',
  'job-pages-col',
  'job-password',
  'job-password-encryption',
];

const fromOperator: Names = ['job-message-from-operator'];
const aboutPrinter: Names = ['printer-message-from-operator'];
const someJobs: Names = ['job-ids', 'my-jobs'];
/**
 * Of CUPS: whether jobs go from the history as well. go-ipp 1.6 says the second with all that it cancels, and takes every status
 * but successful-ok, and every unsupported group, for a failure.
 */
const purging: Names = ['purge-job', 'purge-jobs'];

/** Beyond those, by operation; what stands nowhere here takes no others. */
const takes: ReadonlyMap<number, Names> = new Map<number, Names>([
  [ids.printJob, ofJob],
  [ids.printUri, [...ofJob, 'document-uri']],
  [ids.validateJob, ofJob],
  [ids.createJob, ofJob],
  [ids.sendDocument, [...ofDocument, 'last-document']],
  [ids.sendUri, [...ofDocument, 'document-uri', 'last-document']],
  [ids.cancelJob, [...fromOperator, ...purging]],
  [ids.holdJob, fromOperator],
  [ids.releaseJob, [...fromOperator, 'job-password', 'job-password-encryption']],
  [ids.restartJob, fromOperator],
  [ids.reprocessJob, fromOperator],
  [ids.resubmitJob, ofJob],
  [ids.resumeJob, fromOperator],
  [ids.promoteJob, fromOperator],
  [ids.scheduleJobAfter, [...fromOperator, 'predecessor-job-id']],
  [ids.cancelCurrentJob, fromOperator],
  [ids.suspendCurrentJob, fromOperator],
  [ids.cancelJobs, [...someJobs, ...fromOperator, ...purging]],
  [ids.cancelMyJobs, [...someJobs, ...fromOperator, ...purging]],
  [ids.purgeJobs, [...someJobs, ...aboutPrinter, ...purging]],
  [ids.getJobs, ['first-index', 'first-job-id', 'job-ids', 'limit', 'my-jobs', 'which-jobs']],
  [ids.getDocuments, ['first-index', 'limit']],
  [ids.getDocumentAttributes, ['document-number']],
  [ids.setDocumentAttributes, ['document-number']],
  [ids.cancelDocument, ['document-number']],
  [ids.getSubscriptions, ['first-index', 'limit', 'my-subscriptions']],
  [ids.getNotifications, ['notify-sequence-numbers', 'notify-subscription-ids', 'notify-wait']],
  [ids.identifyPrinter, ['identify-actions']],
  [ids.pausePrinter, aboutPrinter],
  [ids.pausePrinterAfterCurrentJob, aboutPrinter],
  [ids.resumePrinter, aboutPrinter],
  [ids.enablePrinter, aboutPrinter],
  [ids.disablePrinter, aboutPrinter],
  [ids.holdNewJobs, aboutPrinter],
  [ids.releaseHeldNewJobs, aboutPrinter],
  [ids.restartPrinter, aboutPrinter],
  [ids.shutdownPrinter, aboutPrinter],
  [ids.startupPrinter, aboutPrinter],
]);

const common: ReadonlySet<string> = new Set(anywhere);
const takenBy: ReadonlyMap<number, ReadonlySet<string>> = new Map(
  [...takes].map(([code, names]) => [code, new Set<string>(names)]),
);
const keptAsSaid: ReadonlySet<string> = new Set(ofDocument);
const none: ReadonlySet<string> = new Set();
/** Of anybody else it is left out (actor.ts). */
const operatorsOwn: ReadonlySet<string> = new Set(fromOperator);
/** The ticket is that of the job: with a document comes what is said of it, and nothing else (PWG 5100.5 §4.4). */
const withDocument: ReadonlySet<number> = new Set([ids.sendDocument, ids.sendUri]);
/** All others take subscriptions for attributes that they do not have (RFC 3995 §11.2.1 says so of Restart-Job). */
const subscribing: ReadonlySet<number> = new Set([
  ids.printJob,
  ids.printUri,
  ids.validateJob,
  ids.createJob,
  ids.createPrinterSubscriptions,
  ids.createJobSubscriptions,
  ids.renewSubscription,
]);
/** From here on operations are those of a vendor, and so is what they take. */
const vendorCodeMin = 0x4000;

/**
 * A yes says which operation attributes, and members of them, it has passed over, because nobody has registered them, or only for
 * other operations than this one (RFC 8011 §4.1.7); of a document, and of subscriptions where there can be none, all that it has passed over.
 * A request is never refused for them.
 */
export function tellingMisplaced(answer: IppAnswer, { message, operation, identity }: IppRequest): IppAnswer {
  if (answer.status >= statuses.clientErrorBadRequest || message.code >= vendorCodeMin) return answer;
  const taken = takenBy.get(message.code) ?? none;
  const isWithDocument = withDocument.has(message.code);
  const told = new Set(answer.unsupported?.map(({ name }) => name));
  const misplaced: IppAttribute[] = [];
  const tell = (name: string): void => {
    if (told.has(name)) return;
    told.add(name);
    misplaced.push(attributeOf(name, outOfBand('unsupported')));
  };
  for (const attribute of operation.values()) {
    const { name } = attribute;
    const isTaken = taken.has(name) && (identity.operator || !operatorsOwn.has(name));
    if (isTaken && !told.has(name)) misplaced.push(...unknownPartOf(attribute));
    if (common.has(name) || isTaken) continue;
    if (isWithDocument || isOutOfPlace(name)) tell(name);
  }
  const subscriptions = subscribing.has(message.code) ? [] : groupsOf(message, groupTags.subscription);
  const others = isWithDocument ? message.groups.slice(1).map(({ attributes }) => attributes) : subscriptions;
  for (const attributes of others) for (const name of attributes.keys()) tell(name);
  if (misplaced.length === 0) return answer;
  const { repeat: _, ...once } = answer;
  return {
    ...once,
    status:
      answer.status === statuses.successfulOk
        ? statuses.successfulOkIgnoredOrSubstitutedAttributes
        : answer.status,
    unsupported: [...(answer.unsupported ?? []), ...misplaced],
  };
}

/** RFC 3382 §4.2: of a collection the members that nobody has registered. What is said of a document is kept whole. */
function unknownPartOf({ name, values }: IppAttribute): readonly IppAttribute[] {
  if (keptAsSaid.has(name)) return [];
  const [first, ...further] = values.flatMap((value) => {
    if (value.syntax !== 'collection') return [];
    const unknown = [...value.members.keys()].filter((member) => definitionOf(member) === undefined);
    if (unknown.length === 0) return [];
    return [collection(...unknown.map((member) => attributeOf(member, outOfBand('unsupported'))))];
  });
  return first === undefined ? [] : [attributeOf(name, first, ...further)];
}

/** Template attributes are no matter of this: some clients put them here, and a job takes them from here. */
function isOutOfPlace(name: string): boolean {
  const groups = definitionOf(name)?.groups;
  if (groups === undefined) return true;
  return groups.includes('operation') && !groups.includes('job-template');
}
