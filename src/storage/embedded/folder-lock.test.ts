import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lockDataFolder } from './folder-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'platen-lock-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a folder has one user at a time, who may give it back', async () => {
  const lock = await lockDataFolder(join(folder, 'data'));
  await expect(lockDataFolder(join(folder, 'data'))).rejects.toMatchObject({
    code: 'data-folder-in-use',
    message: expect.stringContaining('stop it, or name another folder') as unknown,
  });
  const other = await lockDataFolder(join(folder, 'other'));
  await lock.release();
  const again = await lockDataFolder(join(folder, 'data'));
  await again.release();
  await other.release();
});

test('the lock of a process that was killed is gone with it', async () => {
  const data = join(folder, 'killed');
  const child = await lockingProcess(data);
  await expect(lockDataFolder(data)).rejects.toMatchObject({ code: 'data-folder-in-use' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = await lockDataFolder(data);
  await lock.release();
});

test('a folder that cannot be one is refused with what to do', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(lockDataFolder(join(folder, 'file'))).rejects.toMatchObject({
    code: 'data-folder-unusable',
    message: expect.stringContaining('make it a folder that this user may write') as unknown,
  });
});

async function lockingProcess(data: string): Promise<ChildProcess> {
  const script = `
    const { lockDataFolder } = await import(${JSON.stringify(new URL('folder-lock.ts', import.meta.url).href)});
    globalThis.lock = await lockDataFolder(${JSON.stringify(data)});
    process.stdout.write('locked');
    setInterval(() => globalThis.lock, 1_000);`;
  const flags = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', script];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}
