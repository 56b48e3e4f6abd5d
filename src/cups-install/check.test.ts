import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { programFindings } from './check.ts';
import { folderFindings } from './install.ts';
import { checkWrapped } from './wrapped-check.ts';

const isRoot = process.getuid?.() === 0;

let folder: string;
let backends: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platen-check-'));
  backends = join(folder, 'backend');
  mkdirSync(backends, { mode: 0o755 });
  path = join(backends, 'cupspykota');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(at: string, mode: number, firstLine = `#!${process.execPath}`): void {
  writeFileSync(at, `${firstLine}\nvar a;\n`);
  chmodSync(at, mode);
}

const said = (): readonly string[] =>
  programFindings(path, isRoot).map(({ kind, text, fix }) => `${kind}: ${text} → ${fix ?? ''}`);

describe('what is in the backend directory', () => {
  test.each([0o755, 0o555, 0o700, 0o500, 0o744, 0o750])('of mode %i is run by CUPS', (mode) => {
    put(path, mode);
    expect(said()).toEqual([]);
  });

  test.each([
    [0o711, "cannot be read by CUPS' user"],
    [0o751, "cannot be read by CUPS' user"],
    [0o644, 'cannot be run'],
    [0o775, 'can be changed by others'],
    [0o757, 'can be changed by others'],
    [0o4755, 'runs with the rights of its owner'],
  ])('of mode %i is not, and a new copy is the fix', (mode, why) => {
    put(path, mode);
    expect(said()).toEqual([expect.stringMatching(new RegExp(`^error: .*${why}.* → platen cups install$`))]);
  });

  test.runIf(isRoot)('of another owner is not', () => {
    put(path, 0o755);
    chownSync(path, 7, 7);
    expect(said()).toEqual([expect.stringContaining('owner 7) can be changed by others')]);
    expect(checkWrapped(backends, 'cupspykota', true)).toMatchObject({
      kind: 'error',
      fix: `chown root ${path}`,
    });
  });

  test('may be a link, of which the target counts; a copy is better', () => {
    const target = join(folder, 'target');
    put(target, 0o755);
    symlinkSync(target, path);
    expect(said()).toEqual([expect.stringMatching(/^warning: .* is a link; AppArmor/)]);
    chmodSync(target, 0o775);
    expect(said()).toEqual([expect.stringMatching(/^error: .*can be changed by others/)]);
  });

  test('that is a link to nothing, as an old PyKota leaves it, is said to be one', () => {
    symlinkSync('/usr/share/pykota/cupspykota', path);
    expect(said()).toEqual([expect.stringMatching(/^error: .*link to nothing.* → platen cups install$/)]);
  });

  test('that is a hard link prints, until an update', () => {
    const target = join(folder, 'target');
    put(target, 0o755);
    linkSync(target, path);
    expect(said()).toEqual([expect.stringMatching(/^warning: .* is a hard link/)]);
  });

  test.each(['#!/usr/bin/env node', '#!node', '#!/usr/bin/env python3'])(
    'that begins with %s is not found from cupsd',
    (line) => {
      put(path, 0o755, line);
      expect(said()).toEqual([expect.stringMatching(/^error: .*PATH of cupsd/)]);
    },
  );

  test('that is a folder or no script is no program of ours', () => {
    put(path, 0o755, 'ELF');
    expect(said()).toEqual([expect.stringContaining('is not the program of Platen')]);
    rmSync(path);
    mkdirSync(path);
    expect(said()).toEqual([expect.stringContaining('is no file')]);
  });

  test('counts for nothing where others can write into the directory', () => {
    const places = {
      serverRoot: folder,
      backends,
      requestRoot: folder,
      user: { name: 'lp', uid: 7, gid: 7 },
    };
    expect(folderFindings(places, isRoot)).toEqual([]);
    chmodSync(backends, 0o775);
    expect(folderFindings(places, isRoot)).toMatchObject([{ kind: 'error', fix: `chmod go-w ${backends}` }]);
    if (!isRoot) return;
    chownSync(backends, 7, 7);
    expect(folderFindings(places, true)[0]?.fix).toBe(`chown root ${backends}; chmod go-w ${backends}`);
  });
});
