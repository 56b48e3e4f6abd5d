import {
  type DnsMessage,
  type DnsQuestion,
  type DnsRecord,
  dataOctets,
  nameKey,
  recordTypes,
} from './message.ts';

/** What a question is answered with, and what the asker will want next. */
export interface Answer {
  readonly answers: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
}

/** Answers to a query out of our records, without those that the asker says to know (RFC 6762 §6 and §7.1). */
export function answerTo({ questions, answers: known }: DnsMessage, records: readonly DnsRecord[]): Answer {
  const wanted = unique(questions.flatMap((question) => matching(question, records)));
  const answers = wanted.filter((record) => !known.some((each) => isKnown(each, record)));
  const additionals = unique(answers.flatMap((record) => following(record, records)));
  const given = new Set(answers);
  return { answers, additionals: additionals.filter((record) => !given.has(record)) };
}

function matching(question: DnsQuestion, records: readonly DnsRecord[]): readonly DnsRecord[] {
  const key = nameKey(question.name);
  const named = records.filter((record) => nameKey(record.name) === key);
  const { type } = question;
  const positive = named.filter((record) => record.type !== recordTypes.nsec);
  const matched = type === recordTypes.any ? positive : named.filter((record) => record.type === type);
  return matched.length > 0 ? matched : named.filter((record) => record.type === recordTypes.nsec);
}

/** Of a pointer what it points to, of a location the addresses of its host (RFC 6763 §12). */
function following(record: DnsRecord, records: readonly DnsRecord[]): readonly DnsRecord[] {
  if (record.type !== recordTypes.ptr && record.type !== recordTypes.srv) return [];
  const target = record.data.at(-1);
  if (target === undefined || Buffer.isBuffer(target)) return [];
  const key = nameKey(target);
  const named = records.filter((each) => nameKey(each.name) === key && each.type !== recordTypes.ptr);
  return record.type === recordTypes.srv
    ? named
    : [...named, ...named.flatMap((each) => following(each, records))];
}

/** Remembered for at least half of its time yet. */
function isKnown(known: DnsRecord, record: DnsRecord): boolean {
  return known.ttl * 2 >= record.ttl && isSame(known, record);
}

export function isSame(one: DnsRecord, other: DnsRecord): boolean {
  return (
    one.type === other.type &&
    nameKey(one.name) === nameKey(other.name) &&
    dataOctets(one).equals(dataOctets(other))
  );
}

/**
 * Who of two that want a name at the same time gets it (RFC 6762 §8.2): above 0 those with the records `ours`, 0 when both
 * want the same.
 */
export function precedence(ours: readonly DnsRecord[], theirs: readonly DnsRecord[]): number {
  const [mine, others] = [sorted(ours), sorted(theirs)];
  for (const [index, octets] of mine.entries()) {
    const other = others[index];
    if (other === undefined) return 1;
    const order = octets.compare(other);
    if (order !== 0) return order;
  }
  return mine.length - others.length;
}

function sorted(records: readonly DnsRecord[]): readonly Buffer[] {
  return records
    .map((record) => Buffer.concat([Buffer.of(record.type >> 8, record.type & 0xff), dataOctets(record)]))
    .sort((a, b) => a.compare(b));
}

function unique(records: readonly DnsRecord[]): readonly DnsRecord[] {
  return [...new Set(records)];
}
