import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Finding } from './finding.ts';

const askMs = 5_000;

/** What the system puts around cupsd, as far as it concerns a program like ours. */
export function confinementFindings(program: string): readonly Finding[] {
  return [...systemdFindings(), ...appArmorFindings(), ...selinuxFindings(program)];
}

function systemdFindings(): readonly Finding[] {
  const asked = spawnSync('systemctl', ['show', 'cups', '-p', 'MemoryDenyWriteExecute'], {
    encoding: 'utf8',
    timeout: askMs,
  });
  if (asked.status !== 0 || !asked.stdout.includes('=yes')) return [];
  return [
    {
      kind: 'error',
      text: 'systemd forbids cups.service memory that is written and run (MemoryDenyWriteExecute); Node.js cannot start so.',
      fix: 'systemctl edit cups, add "[Service]" and "MemoryDenyWriteExecute=no", then systemctl restart cups',
    },
  ];
}

function appArmorFindings(): readonly Finding[] {
  const isOn = textOf('/sys/module/apparmor/parameters/enabled').startsWith('Y');
  if (!isOn || !existsSync('/etc/apparmor.d/usr.sbin.cupsd')) return [];
  // A link would be judged by what it points to, which the profile does not let cupsd run.
  return [
    {
      kind: 'fine',
      text: 'AppArmor confines cupsd; the program is a copy, so that the rule for backends (third_party) holds.',
    },
  ];
}

function selinuxFindings(program: string): readonly Finding[] {
  if (!existsSync('/sys/fs/selinux/enforce')) return [];
  const labelled = existsSync(program)
    ? spawnSync('restorecon', [program], { timeout: askMs }).status === 0
    : true;
  const fix = `restorecon ${program}; where connecting to the server is denied, ausearch -m avc -c node tells the rule`;
  return [
    labelled
      ? { kind: 'fine', text: 'SELinux is on; the program has the label of a backend.' }
      : { kind: 'warning', text: 'SELinux is on and the program could not be labelled.', fix },
  ];
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
