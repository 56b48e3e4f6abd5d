import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isInsecure, isProgram, othersMayRun, runsAsRoot } from '../model/cups-backend-mode.ts';
import type { Finding } from './finding.ts';

/** Whether the adapter, installed as it is, can run the backend of a scheme. */
export function checkWrapped(backends: string, scheme: string, asRoot: boolean): Finding {
  const path = join(backends, scheme);
  if (!existsSync(path)) {
    return {
      kind: 'error',
      text: `There is no backend ${path}.`,
      fix: `install the package that brings ${scheme}`,
    };
  }
  const { mode, uid } = statSync(path);
  const shown = (mode & 0o7777).toString(8).padStart(4, '0');
  // Where the folder is root's, cupsd runs as root, and nothing of another owner (cups/file.c, _cupsFileCheck).
  if (uid !== 0 && statSync(backends).uid === 0) {
    const text = `${path} belongs to user ${uid}; CUPS runs nothing that another than root owns.`;
    return { kind: 'error', text, fix: `chown root ${path}` };
  }
  if (isInsecure(mode)) {
    return {
      kind: 'error',
      text: `${path} has mode ${shown}; CUPS runs nothing that others can change.`,
      fix: `chmod 755 ${path}`,
    };
  }
  if (!isProgram(mode))
    return { kind: 'error', text: `${path} has mode ${shown} and cannot be run.`, fix: `chmod 755 ${path}` };
  if (runsAsRoot(mode) && !asRoot) {
    return {
      kind: 'error',
      text: `${path} has mode ${shown}: CUPS runs it as root, and an adapter that runs as CUPS' user cannot start it.`,
      fix: `platen cups install --as-root (recommended), or chmod 755 ${path}, which the next update of its package undoes`,
    };
  }
  if (!runsAsRoot(mode) && !othersMayRun(mode)) {
    return {
      kind: 'error',
      text: `${path} has mode ${shown}; CUPS' user cannot run it.`,
      fix: `chmod 755 ${path}`,
    };
  }
  return { kind: 'fine', text: `${path} can be run (mode ${shown}, owner ${uid}).` };
}
