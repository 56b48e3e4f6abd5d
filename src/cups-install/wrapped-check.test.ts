import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { withInterpreter } from './install.ts';
import { checkInterpreter } from './interpreter.ts';
import { checkWrapped } from './wrapped-check.ts';

const folder = mkdtempSync(join(tmpdir(), 'platen-wrapped-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('checkWrapped', () => {
  // Modes as Debian ships them, and as people break them.
  test.each([
    { mode: 0o755, asUser: 'fine', asRoot: 'fine' },
    { mode: 0o744, asUser: 'error', asRoot: 'fine' },
    { mode: 0o700, asUser: 'error', asRoot: 'fine' },
    { mode: 0o775, asUser: 'error', asRoot: 'error' },
    { mode: 0o4755, asUser: 'error', asRoot: 'error' },
    { mode: 0o644, asUser: 'error', asRoot: 'error' },
  ])('tells whether a backend of mode $mode can be run', ({ mode, asUser, asRoot }) => {
    const path = join(folder, 'usb');
    writeFileSync(path, '#!/bin/sh\n');
    chmodSync(path, mode);
    expect(checkWrapped(folder, 'usb', false).kind).toBe(asUser);
    expect(checkWrapped(folder, 'usb', true).kind).toBe(asRoot);
    rmSync(path);
  });

  test('gives the exact fix', () => {
    const path = join(folder, 'lpd');
    writeFileSync(path, '#!/bin/sh\n');
    chmodSync(path, 0o744);
    expect(checkWrapped(folder, 'lpd', false).fix).toContain('platen cups install --as-root');
    expect(checkWrapped(folder, 'lpd', false).fix).toContain(`chmod 755 ${path}`);
    expect(checkWrapped(folder, 'nothing', false)).toMatchObject({ kind: 'error' });
  });
});

describe('checkInterpreter', () => {
  const places = {
    serverRoot: folder,
    backends: folder,
    requestRoot: folder,
    user: { name: 'lp', uid: 7, gid: 7 },
  };

  test('takes no interpreter that is missing, or that others can change', () => {
    const ask = (path: string) =>
      checkInterpreter({ path, places, asRoot: false, isRoot: true }).findings.map(({ kind }) => kind);
    expect(ask('/nowhere/node')).toEqual(['error']);
    const own = join(folder, 'node');
    writeFileSync(own, '#!/bin/sh\n');
    chmodSync(own, 0o777);
    expect(ask(own)).toContain('error');
  });
});

test('withInterpreter changes the first line alone', () => {
  const bundle = Buffer.from('#!/usr/bin/node\nvar a;\nvar b;\n');
  expect(withInterpreter(bundle, '/opt/node').toString()).toBe('#!/opt/node\nvar a;\nvar b;\n');
});
