import type { Command } from 'commander';
import type { Admin, AdminMethods, PrinterLine } from '../../admin/index.ts';
import { say, worst } from '../answers.ts';
import type { Cli } from '../cli.ts';
import type { ExitCode } from '../exit-codes.ts';
import { printerJson } from '../json.ts';
import { selectPrinters } from '../select.ts';
import type { Column } from '../table.ts';

const columns: readonly Column[] = [
  { head: 'printer' },
  { head: 'state' },
  { head: 'jobs', align: 'right' },
  { head: 'device', shrinks: true },
  { head: 'message', shrinks: true },
];

export function definePrinters(printers: Command, cli: Cli): void {
  printers
    .command('list', { isDefault: true })
    .summary('list printers and their state')
    .action(async () => {
      await cli.withAdmin(async ({ admin, out }) => {
        const answer = await admin.listPrinters({});
        return say(out, answer, (done) => {
          if (out.json) out.value(done.printers.map(printerJson));
          else out.table(columns, done.printers.map(rowOf));
        });
      });
    });
  defineChange(
    printers.command('pause').summary('stop sending jobs to the device; jobs still come in'),
    cli,
    {
      change: (admin, args) => admin.pausePrinter(args),
      done: 'paused; its jobs wait',
    },
  );
  defineChange(printers.command('resume').summary('send jobs to the device again'), cli, {
    change: (admin, args) => admin.resumePrinter(args),
    done: 'resumed',
  });
}

interface PrinterChange {
  readonly change: (
    admin: Admin,
    args: AdminMethods['pausePrinter']['args'],
  ) => Promise<AdminMethods['pausePrinter']['answer']>;
  readonly done: string;
}

function defineChange(command: Command, cli: Cli, { change, done }: PrinterChange): void {
  command
    .argument('<printers...>', 'names; * and ? stand for any characters and for one')
    .option('--dry-run', 'only tell what would be done')
    .action(async (selectors: readonly string[], { dryRun = false }: { readonly dryRun?: boolean }) => {
      await cli.withAdmin(async ({ admin, out }) => {
        const codes: ExitCode[] = [];
        for (const name of await selectPrinters(admin, selectors)) {
          const answer = await change(admin, { printer: name, dryRun });
          codes.push(
            say(out, answer, ({ printer }) => {
              if (out.json) out.value(printerJson(printer));
              else out.line(`${dryRun ? 'Would be done: ' : ''}${printer.name} ${done}.`);
            }),
          );
        }
        return worst(codes);
      });
    });
}

function rowOf({ name, state, accepting, queued, device, reasons, message }: PrinterLine): readonly string[] {
  const shown = accepting ? state : `${state}, not accepting`;
  return [name, shown, String(queued), device, message ?? reasons.join(', ')];
}
