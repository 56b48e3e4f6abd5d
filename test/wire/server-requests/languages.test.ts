import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstString, groupOf, groupTags, operations } from '../../../src/ipp/index.ts';
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
