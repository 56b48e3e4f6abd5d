import { afterEach, describe, expect, it } from 'vitest';
import {
  attribute,
  firstString,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppAttributes,
  naturalLanguage,
  operations,
  strings,
} from '../../src/ipp/index.ts';
import { say } from '../../src/model/sentences/sentence.ts';
import type { FakeOptions } from '../support/fake-print-jobs.ts';
import { call, requestMessage, startTestServer, type TestServer } from '../support/ipp-client.ts';

let server: TestServer | undefined;

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const overBalance = [
  { kind: 'over-balance', message: say('over-balance', { cost: 20_000, left: 15_000 }) } as const,
  { kind: 'too-large', message: say('job-too-large', { need: 12_345, limit: 1_000 }) } as const,
];
const currency = { code: 'EUR', digits: 2 };

async function ask(
  language: string,
  code: number,
  more: { readonly fake?: FakeOptions; readonly operation?: readonly IppAttribute[] } = {},
): Promise<{
  readonly language: string | undefined;
  readonly message: string;
  readonly group: string;
  readonly printer: IppAttributes | undefined;
}> {
  server ??= await startTestServer(more.fake, { speech: { language: 'fr', currency } });
  const request = requestMessage({
    code,
    ...(more.operation === undefined ? {} : { operation: more.operation }),
  });
  const [operationGroup, ...others] = request.groups;
  const attributes = new Map([
    ...(operationGroup?.attributes ?? []),
    [
      'attributes-natural-language',
      { name: 'attributes-natural-language', values: [naturalLanguage(language)] },
    ],
  ] as const);
  const { message } = await call(server.port, {
    ...request,
    groups: [{ tag: groupTags.operation, attributes }, ...others],
  });
  const operation = groupOf(message, groupTags.operation);
  const printer = groupOf(message, groupTags.printer);
  return {
    language: firstString(operation, 'attributes-natural-language'),
    message: firstString(operation, 'status-message') ?? '',
    group: firstString(printer, 'printer-state-message') ?? '',
    printer,
  };
}

describe('a refusal', () => {
  it.each([
    ['en', 'en', /^This job needs 12,345 impressions; .* This job costs €2\.00; €1\.50 is left/],
    ['de-AT', 'de', /^Dieser Auftrag braucht 12\.345 Druckseiten; .* kostet 2,00\u00a0€; auf dem Konto sind/],
    ['fr', 'fr', /^Ce travail demande 12\u202f345 faces imprimées\u202f; .* coûte 2,00\u00a0€/],
    ['ES-mx', 'es', /^Este trabajo necesita 12\.345 caras impresas; .* cuesta 2,00\u00a0€/],
    // The language of the server, which is French here.
    ['nl', 'fr', /^Ce travail demande/],
  ] as const)('asked for in %s is said in %s', async (asked, said, sentence) => {
    const answer = await ask(asked, operations.validateJob, { fake: { refuse: () => overBalance } });
    expect(answer.language).toBe(said);
    expect(answer.message).toMatch(sentence);
    expect(Buffer.byteLength(answer.message)).toBeLessThanOrEqual(255);
  });

  it('of a request that no program should have sent is English, and says so', async () => {
    const answer = await ask('de', operations.sendDocument);
    expect(answer).toMatchObject({ language: 'en', message: expect.stringContaining('job-id') as unknown });
  });
});

describe('a job', () => {
  // `de_AT` is what programs say that pass the locale of their system on.
  it.each(['de-AT', 'de_AT'])(
    'keeps the language %s of the request that made it, whoever asks in which one',
    async (language) => {
      await ask(language, operations.createJob);
      const port = server?.port ?? 0;
      const asked = requestMessage({
        code: operations.getJobAttributes,
        operation: [attribute('job-id', 1)],
      });
      const job = groupOf((await call(port, asked)).message, groupTags.job);
      expect(firstString(job, 'attributes-natural-language')).toBe(language);
    },
  );
});

describe('a printer', () => {
  const paused = { view: { paused: true } };

  it('tells its state in the language of each client, also when it was asked the same before', async () => {
    for (const round of [1, 2]) {
      const german = await ask('de', operations.getPrinterAttributes, { fake: paused });
      const spanish = await ask('es', operations.getPrinterAttributes);
      expect([round, german.group, german.language]).toEqual([round, 'Vom Betreuer angehalten.', 'de']);
      expect(spanish.group).toBe('En pausa por decisión de un operador.');
    }
  });

  it('says which languages it speaks, and which one when it is asked for another', async () => {
    server = await startTestServer({}, { speech: { language: 'fr', currency } });
    const request = requestMessage({
      code: operations.getPrinterAttributes,
      operation: [
        attribute(
          'requested-attributes',
          'natural-language-configured',
          'generated-natural-language-supported',
        ),
      ],
    });
    const printer = groupOf((await call(server.port, request)).message, groupTags.printer);
    expect(firstString(printer, 'natural-language-configured')).toBe('fr');
    expect(strings(printer, 'generated-natural-language-supported')).toEqual(['en', 'de', 'es', 'fr']);
  });
});

describe('the names of keywords', () => {
  it.each([
    ['de', 'de'],
    ['es-419', 'es'],
    ['nl', 'fr'],
  ])('for a client that speaks %s are at the address of %s', async (language, file) => {
    const answer = await ask(language, operations.getPrinterAttributes);
    expect(firstString(answer.printer, 'printer-strings-uri')).toBe(
      `http://localhost:8631/printers/demo/strings/${file}.strings`,
    );
    expect(strings(answer.printer ?? new Map(), 'printer-strings-languages-supported')).toEqual([
      'en',
      'de',
      'es',
      'fr',
    ]);
  });
});
