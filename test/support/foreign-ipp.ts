import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';

/** The npm package `ipp` loops for ever on some messages, so it gets a process of its own and this long. */
const answerMs = 20_000;

/** In the process: a message from the command line, a document from standard input, the answer to standard output. */
const script = `
import { readFileSync } from 'node:fs';
const { default: ipp } = await import(${JSON.stringify(import.meta.resolve('ipp'))});
const [uri, operation, text] = process.argv.slice(1);
const message = JSON.parse(text);
const document = readFileSync(0);
if (document.length > 0) message.data = document;
ipp.Printer(uri).execute(operation, message, (error, answer) => {
  if (error) throw error;
  process.stdout.write('\\n' + JSON.stringify(answer));
});
`;

type Group = Readonly<Record<string, unknown>>;

/** As the package hands it on: one job is an object, several are an array. */
export interface ForeignAnswer {
  readonly statusCode: string;
  readonly 'operation-attributes-tag': Group;
  readonly 'printer-attributes-tag'?: Group | undefined;
  readonly 'job-attributes-tag'?: Group | readonly Group[] | undefined;
}

const group = z.record(z.string(), z.unknown());
const foreignAnswer: z.ZodType<ForeignAnswer> = z.object({
  statusCode: z.string(),
  'operation-attributes-tag': group,
  'printer-attributes-tag': group.optional(),
  'job-attributes-tag': z.union([group, z.array(group)]).optional(),
});

export interface ForeignRequest {
  readonly operation: string;
  readonly message: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly document?: Buffer;
}

/** What a program that uses the npm package `ipp` gets to see: its serializer, its parser, its words. */
export async function askForeign(
  uri: string,
  { operation, message, document }: ForeignRequest,
): Promise<ForeignAnswer> {
  const args = ['--input-type=module', '--eval', script, uri, operation, JSON.stringify(message)];
  const running = promisify(execFile)(process.execPath, args, { timeout: answerMs });
  running.child.stdin?.end(document);
  const { stdout } = await running;
  // The parser talks to the console about what it does not know; the answer is the last line.
  const [answer = ''] = stdout.trim().split('\n').slice(-1);
  return foreignAnswer.parse(JSON.parse(answer));
}
