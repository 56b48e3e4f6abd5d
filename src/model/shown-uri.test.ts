import { expect, test } from 'vitest';
import { shownUri } from './shown-uri.ts';

const secret = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6-_Xy';

test.each([
  [`ipps://print.example:8631/ipp/print/hall/${secret}`, 'ipps://print.example:8631/ipp/print/hall/…'],
  [`ipps://print.example:8631/printers/hall/${secret}/17`, 'ipps://print.example:8631/printers/hall/…/17'],
  [`ipps://print.example:8631/jobs/17/${secret}`, 'ipps://print.example:8631/jobs/17/…'],
  ['ipp://user:secret@host/ipp/print', 'ipp://host/ipp/print'],
  [`ipp://host/ipp/print/${secret}`, `ipp://host/ipp/print/${secret}`],
  ['socket://127.0.0.1:9100', 'socket://127.0.0.1:9100'],
  ['file:///srv/out/', 'file:///srv/out/'],
])('%s is shown as %s', (uri, shown) => {
  expect(shownUri(uri)).toBe(shown);
});
