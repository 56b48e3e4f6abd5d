/**
 * The bytes of the requests that are measured, made once. They are written here by hand and not by the codec of the
 * server under test: a fault in that must not hide itself.
 *
 *     01 01 | operation | request id | 01 group | tag, name length, name, value length, value … | 03
 */
export interface Target {
  readonly printerUri: string;
  readonly user: string;
}

const tag = {
  integer: 0x21,
  boolean: 0x22,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
};
const mimeType = 0x49;

/** Where the value of `job-id` stands in a Send-Document, to be overwritten for each job. */
export interface SendDocument {
  readonly bytes: Buffer;
  readonly jobIdAt: number;
}

export function printJob(target: Target, mediaType?: string): Buffer {
  return message(0x0002, [...operation(target), jobName(), format(mediaType)]);
}

export function createJob(target: Target): Buffer {
  return message(0x0005, [...operation(target), jobName()]);
}

export function sendDocument({ printerUri, user }: Target): SendDocument {
  const jobId = attribute(tag.integer, 'job-id', Buffer.alloc(4));
  const before = [...common(), attribute(tag.uri, 'printer-uri', Buffer.from(printerUri))];
  const after = [
    attribute(tag.name, 'requesting-user-name', Buffer.from(user)),
    format(),
    attribute(tag.boolean, 'last-document', Buffer.from([1])),
  ];
  const bytes = message(0x0006, [...before, jobId, ...after]);
  const start = 9 + before.reduce((sum, part) => sum + part.length, 0);
  return { bytes, jobIdAt: start + jobId.length - 4 };
}

/** All attributes, as every client asks when a printer is added. */
export function getPrinterAttributes(target: Target): Buffer {
  return message(0x000b, operation(target));
}

/** The finished jobs, most recent first, with what a list of jobs shows. */
export function getJobs(target: Target, limit: number): Buffer {
  const count = Buffer.alloc(4);
  count.writeInt32BE(limit);
  return message(0x000a, [
    ...operation(target),
    attribute(tag.keyword, 'which-jobs', Buffer.from('completed')),
    attribute(tag.integer, 'limit', count),
    attribute(tag.keyword, 'requested-attributes', Buffer.from('job-id')),
    attribute(tag.keyword, '', Buffer.from('job-uuid')),
  ]);
}

/** `job-id` of an answer; undefined when there is none. */
export function jobIdOf(answer: Buffer): number | undefined {
  const name = Buffer.from([tag.integer, 0, 6, ...Buffer.from('job-id'), 0, 4]);
  const at = answer.indexOf(name);
  return at < 0 ? undefined : answer.readInt32BE(at + name.length);
}

function message(code: number, attributes: readonly Buffer[]): Buffer {
  const head = Buffer.from([1, 1, code >> 8, code & 0xff, 0, 0, 0, 1, 0x01]);
  return Buffer.concat([head, ...attributes, Buffer.from([0x03])]);
}

function operation({ printerUri, user }: Target): readonly Buffer[] {
  return [
    ...common(),
    attribute(tag.uri, 'printer-uri', Buffer.from(printerUri)),
    attribute(tag.name, 'requesting-user-name', Buffer.from(user)),
  ];
}

function common(): readonly Buffer[] {
  return [
    attribute(tag.charset, 'attributes-charset', Buffer.from('utf-8')),
    attribute(tag.language, 'attributes-natural-language', Buffer.from('en')),
  ];
}

function jobName(): Buffer {
  return attribute(tag.name, 'job-name', Buffer.from('report.pdf'));
}

function format(mediaType = 'application/pdf'): Buffer {
  return attribute(mimeType, 'document-format', Buffer.from(mediaType));
}

function attribute(valueTag: number, name: string, value: Buffer): Buffer {
  const head = Buffer.alloc(3 + name.length + 2);
  head.writeUInt8(valueTag, 0);
  head.writeUInt16BE(name.length, 1);
  head.write(name, 3, 'latin1');
  head.writeUInt16BE(value.length, 3 + name.length);
  return Buffer.concat([head, value]);
}
