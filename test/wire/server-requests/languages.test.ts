import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  firstInteger,
  firstString,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppAttributes,
  type IppValue,
  name,
  operations,
  text,
} from '../../../src/ipp/index.ts';
import { jobId } from '../../support/asking.ts';
import { until } from '../../support/print-service.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

let server: WholeServer;

beforeAll(async () => {
  server = await startWholeServer();
  await server.ask({ code: operations.printJob }, 'one page\n');
  await until(server.service.jobs, 1, 'ended');
});

afterAll(() => server.stop());

describe('why a job cannot be changed', () => {
  it.each([
    ['en', 'Job 1 cannot be changed. It has been printed.'],
    ['de', 'Auftrag 1 kann nicht geändert werden. Er ist gedruckt.'],
    ['fr', 'Le travail 1 ne peut pas être modifié. Il a été imprimé.'],
    ['es', 'El trabajo 1 no se puede modificar. Ya se ha impreso.'],
  ])('is said in %s', async (language, sentence) => {
    const reply = await server.ask({ code: operations.holdJob, language, operation: [jobId(1)] });
    expect(firstString(groupOf(reply, groupTags.operation), 'status-message')).toBe(sentence);
  });
});

// RFC 8011 §4.1.4.1: the language of what a client said is remembered, and told where the answer is in another one.
describe('what a client said of a job', () => {
  const plain = (value: string): IppValue => ({ syntax: 'name', value });
  const spoken = (value: string, language: string): IppValue => ({
    syntax: 'nameWithLanguage',
    value,
    language,
  });

  const made = async (language: string, ...operation: readonly IppAttribute[]): Promise<number> => {
    const job = [attribute('job-hold-until', 'indefinite')];
    const reply = await server.ask({ code: operations.printJob, language, operation, job }, 'one page\n');
    return firstInteger(groupOf(reply, groupTags.job), 'job-id') ?? 0;
  };
  const told = async (id: number, language: string): Promise<IppAttributes | undefined> => {
    const question = { code: operations.getJobAttributes, language, operation: [jobId(id)] };
    return groupOf(await server.ask(question), groupTags.job);
  };

  const letter = attribute('job-name', name('Brief'));
  const french = attributeOf('job-name', spoken('lettre', 'fr'));
  const welsh = attribute('job-name', name('llythyr'));
  const file = attributeOf('document-name', spoken('a.pdf', 'fr'));
  it.each([
    {
      what: 'in the language of the answer',
      language: 'de',
      said: letter,
      asking: 'de',
      expected: plain('Brief'),
    },
    { what: 'in a country of it', language: 'de-AT', said: letter, asking: 'de', expected: plain('Brief') },
    { what: 'in another one', language: 'de', said: letter, asking: 'en', expected: spoken('Brief', 'de') },
    {
      what: 'in one that we do not speak',
      language: 'cy',
      said: welsh,
      asking: 'cy',
      expected: spoken('llythyr', 'cy'),
    },
    {
      what: 'in one of its own',
      language: 'de',
      said: french,
      asking: 'de',
      expected: spoken('lettre', 'fr'),
    },
    {
      what: 'in one of its own, that of the answer',
      language: 'de',
      said: french,
      asking: 'fr',
      expected: plain('lettre'),
    },
    {
      what: 'by the name of its document',
      language: 'de',
      said: file,
      asking: 'en',
      expected: spoken('a.pdf', 'fr'),
    },
  ])('$what', async ({ language, said, asking, expected }) => {
    const group = await told(await made(language, said), asking);
    expect(group?.get('job-name')?.values).toEqual([expected]);
    expect(group?.get('attributes-natural-language')?.values).toEqual([
      { syntax: 'naturalLanguage', value: language },
    ]);
  });

  it('is told of its document and in its ticket, too', async () => {
    const id = await made('de', attribute('document-message', text('bitte leise')));
    const message = { syntax: 'textWithLanguage', value: 'bitte leise', language: 'de' };
    expect((await told(id, 'en'))?.get('document-message-supplied')?.values).toEqual([message]);
    const question = { code: operations.getDocuments, language: 'en', operation: [jobId(id), allOfIt] };
    const document = groupOf(await server.ask(question), groupTags.document);
    expect(document?.get('document-message')?.values).toEqual([message]);
  });

  it('is in the language of the request that renamed it', async () => {
    const id = await made('de', attribute('job-name', name('Brief')));
    const job = [attribute('job-name', name('lettre'))];
    await server.ask({ code: operations.setJobAttributes, language: 'fr', operation: [jobId(id)], job });
    expect((await told(id, 'de'))?.get('job-name')?.values).toEqual([spoken('lettre', 'fr')]);
    expect((await told(id, 'fr'))?.get('job-name')?.values).toEqual([plain('lettre')]);
  });
});

const allOfIt = attribute('requested-attributes', 'all');
