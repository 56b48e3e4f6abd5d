import { expect, test } from 'vitest';
import { isInsecure, isProgram, othersMayRun, runsAsRoot } from './cups-backend-mode.ts';

// Each row was measured with cupsd 2.4.2.
test.each([
  { mode: 0o755, root: false, insecure: false, others: true },
  { mode: 0o555, root: false, insecure: false, others: true },
  { mode: 0o711, root: false, insecure: false, others: true },
  { mode: 0o700, root: true, insecure: false, others: false },
  { mode: 0o500, root: true, insecure: false, others: false },
  { mode: 0o744, root: true, insecure: false, others: false },
  { mode: 0o750, root: true, insecure: false, others: false },
  { mode: 0o775, root: false, insecure: true, others: true },
  { mode: 0o757, root: false, insecure: true, others: true },
  { mode: 0o4755, root: false, insecure: true, others: true },
])('a backend of mode $mode runs as cupsd runs it', ({ mode, root, insecure, others }) => {
  expect(runsAsRoot(mode)).toBe(root);
  expect(isInsecure(mode)).toBe(insecure);
  expect(othersMayRun(mode)).toBe(others);
  expect(isProgram(mode)).toBe(true);
});

test('a file that its owner may not run is no backend', () => {
  expect(isProgram(0o644)).toBe(false);
});
