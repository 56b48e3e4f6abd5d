import type { Command } from 'commander';
import type { Sentence } from '../../admin/index.ts';
import { say } from '../answers.ts';
import type { Cli } from '../cli.ts';
import { explanationJson } from '../explanation-json.ts';
import type { Output } from '../output.ts';
import { jobOf } from '../values.ts';

const aboutWidth = 10;

export function defineExplain(command: Command, cli: Cli): void {
  command.argument('<job>', 'number of the job', jobOf).action(async (job: number) => {
    await cli.withAdmin(async ({ admin, currency, out }) => {
      const answer = await admin.explainJob({ job });
      return say(out, answer, ({ explanation }) => {
        if (out.json) out.value(explanationJson(explanation, currency));
        else tell(out, explanation.sentences);
      });
    });
  });
}

/** What a sentence is about stands before the first one only. */
function tell(out: Output, sentences: readonly Sentence[]): void {
  let before = '';
  for (const { about, text } of sentences) {
    out.line(`${(about === before ? '' : about).padEnd(aboutWidth)}${text}`);
    before = about;
  }
}
