import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderMarkdown, renderSchema } from '../../scripts/config-docs.ts';

const advice = 'run: npx tsx scripts/generate-config-docs.ts';

test('config/platen.schema.json is what the schema says', () => {
  expect(read('config/platen.schema.json') === renderSchema(), advice).toBe(true);
});

test('docs/config.md is what the schema says', () => {
  expect(read('docs/config.md') === renderMarkdown(), advice).toBe(true);
});

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
