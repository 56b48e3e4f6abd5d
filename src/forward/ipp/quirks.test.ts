import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attribute, attributes } from '../../ipp/index.ts';
import { impressionsOf, quirks } from './quirks.ts';

test.each(Object.entries(quirks))(
  'the quirk %s says where it is handled, and that file is there',
  (_, quirk) => {
    const files = [...quirk.handled.matchAll(/[a-z-]+\.ts/g)].map(([file]) => file);
    const places = files.map((file) =>
      [join(import.meta.dirname, file), join(import.meta.dirname, '..', file)].some((path) =>
        existsSync(path),
      ),
    );
    expect(places).not.toContain(false);
    expect(files.length > 0 || /impressionsOf|jobAttributesOf|overrun/.test(quirk.handled)).toBe(true);
  },
);

test('a device that says 0 impressions has said nothing', () => {
  expect(impressionsOf(attributes(attribute('job-impressions-completed', 0)))).toBeUndefined();
  expect(impressionsOf(attributes(attribute('job-impressions-completed', 1)))).toBe(1);
  expect(impressionsOf(new Map())).toBeUndefined();
});
