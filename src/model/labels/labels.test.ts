import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from '../sentences/languages.ts';
import { labelsIn } from './labels.ts';

const english = labelsIn('en');

describe('the names of keywords', () => {
  it.each(languages)('in %s are complete, and no sentences', (language) => {
    const labels = labelsIn(language);
    expect([...labels.keys()].sort()).toEqual([...english.keys()].sort());
    expect([...labels.values()].filter((label) => label === '' || /[."\\\s]$/.test(label))).toEqual([]);
  });

  it.each(['de', 'fr', 'es'] as const)('in %s are not those of English', (language) => {
    const same = [...labelsIn(language)].filter(([key, label]) => label === english.get(key));
    expect(same).toEqual([]);
  });

  it('has one for every reason that a job or printer of ours is given', () => {
    const nameless = reasonsIn(join(import.meta.dirname, '..', '..', 'jobs')).filter(
      (reason) =>
        ![`job-state-reasons.${reason}`, `printer-state-reasons.${reason}`].some((key) => english.has(key)),
    );
    expect(nameless).toEqual([]);
  });
});

/** Keywords in what the code gives to `reasons`, and in its tables of reasons. */
function reasonsIn(folder: string): readonly string[] {
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const places = [
    ...code.matchAll(/reasons: \[([^\]]*)\]/g),
    ...code.matchAll(/stateReasons = \{([^}]*)\}/g),
    ...code.matchAll(/type OperatorReason =([^;]*);/g),
    ...code.matchAll(/undefined \? \[\] : \[('job-[^\]]*)\]/g),
  ];
  // Of a table only what stands behind the colon; nothing that is only compared.
  const keywords = places.flatMap(([, place = '']) => [...place.matchAll(/(?<!=== )'([a-z-]+)'(?!:)/g)]);
  expect(keywords.length).toBeGreaterThan(30);
  return keywords.map(([, keyword = '']) => keyword).filter((keyword) => keyword !== 'none');
}
