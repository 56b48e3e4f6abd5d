import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { assemblePdf, countOnce } from '../../../../test/support/documents/index.ts';

const fixture = (name: string) =>
  readFile(new URL(`../../../../test/fixtures/documents/${name}.pdf`, import.meta.url));

describe('documents of qpdf', () => {
  it.each([
    'rc4-40',
    'rc4-128',
    'aes-128',
    'aes-128-cleartext-metadata',
    'aes-256',
    'aes-256-empty-owner-password',
    'aes-256-revision-5-empty-owner-password',
    'linearized',
  ])('are read without a password: %s', async (name) => {
    const expected = { kind: 'counted', pages: 4, confidence: 'exact', source: 'page tree, walked' };
    expect(await countOnce(await fixture(name))).toMatchObject(expected);
  });

  it.each([
    ['with its cross-reference', (id: string) => '/Encrypt null'.padEnd(id.length)],
    ['searched for its objects', (id: string) => `${id}/Encrypt null`],
  ])('are read where the trailer says that there is no encryption: %s', async (_, change) => {
    const pdf = (await fixture('linearized')).toString('latin1').replaceAll(/\/ID *\[[^\]]*\]/g, change);
    expect(pdf).toContain('/Encrypt null');
    expect(await countOnce(Buffer.from(pdf, 'latin1'))).toMatchObject({ kind: 'counted', pages: 4 });
  });

  it.each([
    ['nothing but attachments', '/StmF/Identity/StrF/Identity/EFF/StdCF', { kind: 'counted', pages: 1 }],
    ['strings too', '/StmF/Identity/StrF/StdCF', { kind: 'unknown', why: 'password' }],
  ])('are told where a password locks %s', async (_, locked, expected) => {
    const filters = '/CF<</StdCF<</AuthEvent/EFOpen/CFM/AESV3/Length 32>>>>';
    const pdf = assemblePdf({
      objects: {
        1: '<</Type/Catalog/Pages 2 0 R>>',
        2: '<</Type/Pages/Kids[3 0 R]>>',
        3: '<</Type/Page/MediaBox[0 0 595 842]>>',
        4: `<</Filter/Standard/V 5/R 6/Length 256/O(o)/U(u)${filters}${locked}>>`,
      },
      trailer: '/Encrypt 4 0 R',
    });
    expect(await countOnce(pdf)).toMatchObject(expected);
  });

  it('are not read when a password is needed', async () => {
    const count = await countOnce(await fixture('aes-256-user-password'));
    expect(count).toMatchObject({ kind: 'unknown', why: 'password' });
  });

  it.each(['rc4-40', 'rc4-128', 'aes-128', 'aes-256'])('are not read with a wrong key: %s', async (name) => {
    const pdf = (await fixture(name)).toString('latin1').replace(/\/U <[^>]{8}/, '/U <00000000');
    expect(await countOnce(Buffer.from(pdf, 'latin1'))).toMatchObject({ kind: 'unknown', why: 'password' });
  });
});
