import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { defineCupsCheck, defineCupsInstall, defineCupsUninstall } from './cups-install.ts';
import { defineCupsReleaseHeld, defineCupsReplay } from './cups-jobs.ts';
import { defineCupsAttach, defineCupsDetach, defineCupsStatus } from './cups-queues.ts';

export function defineCups(cups: Command, cli: Cli): void {
  defineCupsInstall(cups.command('install').summary("copy the adapter into CUPS' backend directory"), cli);
  defineCupsCheck(cups.command('check').summary('check everything that the next job needs'), cli);
  defineCupsAttach(cups.command('attach').summary('let queues of CUPS print through Platen'), cli);
  defineCupsDetach(cups.command('detach').summary('give queues their own device back'), cli);
  defineCupsStatus(cups.command('status', { isDefault: true }).summary('list the queues of CUPS'), cli);
  defineCupsReleaseHeld(cups.command('release-held').summary('let jobs go that were held in CUPS'), cli);
  defineCupsReplay(cups.command('replay').summary('tell the server what was printed while it was away'), cli);
  defineCupsUninstall(cups.command('uninstall').summary('remove the adapter'), cli);
}
