import type { Command } from 'commander';
import type { QuoteView } from '../../admin/index.ts';
import { messageOf } from '../../base/fault.ts';
import { formatAmount } from '../../model/money.ts';
import { isNo, sentenceOf } from '../answers.ts';
import type { Cli, Session } from '../cli.ts';
import { type CountedDocument, countDocument } from '../count-document.ts';
import { UsageError } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { quoteJson } from '../json.ts';
import { numberUpOf, pagesOf, sidesOf, type TicketOptions, ticketOf } from '../ticket.ts';
import { copiesOf } from '../values.ts';

interface Options extends TicketOptions {
  readonly printer: string;
  readonly user?: string;
  readonly announced?: string;
}

export function defineQuote(command: Command, cli: Cli): void {
  command
    .argument('<file>', 'document; - is standard input')
    .requiredOption('--printer <name>', 'printer whose prices and rules hold')
    .option('--user <name>', 'check the limits of this user too')
    .option('--copies <n>', 'copies', copiesOf)
    .option('--sides <sides>', 'one, long or short edge: one, long, short', sidesOf)
    .option('--mono', 'without colour')
    .option('--pages <ranges>', 'only these, such as 1-3,7', pagesOf)
    .option('--number-up <n>', 'so many pages on one side', numberUpOf)
    .option('--booklet', 'two pages on each side of sheets that are folded')
    .option('--media <name>', 'paper, by its PWG name such as iso_a4_210x297mm')
    .option('--announced <type>', 'media type that a client would have announced')
    .action(async (file: string, options: Options) => {
      const ticket = ticketOf(options);
      const { count, octets } = await counted(cli, file, options.announced);
      const { printer, user } = options;
      await cli.withAdmin(async (session) => {
        const answer = await session.admin.quote({
          printer,
          ...(user === undefined ? {} : { user }),
          ticket,
          count,
          octets,
        });
        if (!isNo(answer)) return tell(session, file, answer.quote);
        session.out.note(sentenceOf(answer));
        return exitCodes.refused;
      });
    });
}

async function counted(cli: Cli, file: string, announced: string | undefined): Promise<CountedDocument> {
  const counters = await cli.deps.openCounters();
  try {
    return await countDocument(cli.io, counters, { file, announced, wish: { colour: true } });
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${messageOf(cause)}`, { cause });
  } finally {
    await counters.close();
  }
}

const outcomes = {
  printed: 'It would be printed.',
  operator: 'It would be held until an operator decides.',
  'by-device': 'It would be printed, and the count of the device charged.',
  refused: 'It would be refused.',
} as const satisfies Record<QuoteView['outcome'], string>;

function tell({ out, currency }: Session, file: string, view: QuoteView): ExitCode {
  const { outcome, quote, refusals, warnings } = view;
  if (out.json) {
    out.value(quoteJson(file, view, currency));
  } else {
    for (const text of quote?.evidence ?? []) out.line(text);
    if (quote !== undefined)
      out.line(`Price: ${formatAmount(quote.amount, currency.digits)} ${currency.code}.`);
    for (const { message } of refusals) out.line(message);
    for (const text of warnings) out.line(text);
    out.line(outcomes[outcome]);
  }
  return outcome === 'refused' ? exitCodes.refused : exitCodes.done;
}
