import type { Command } from 'commander';
import { formatProblems } from '../../config/index.ts';
import type { Cli } from '../cli.ts';
import type { CheckReport } from '../deps.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';

export function defineCheck(command: Command, cli: Cli): void {
  command.action(async () => {
    await cli.run(async (out) => {
      const file = cli.configFile();
      const report = await cli.deps.check(file);
      if (out.json) out.value({ file, ok: report.problems.length === 0, ...report });
      else tell(out, file, report);
      return report.problems.length === 0 ? exitCodes.done : exitCodes.usage;
    });
  });
}

function tell(out: Output, file: string, { problems, warnings, summary }: CheckReport): void {
  for (const line of problems.length === 0 ? [] : formatProblems(problems).split('\n')) out.line(line);
  for (const { path, message } of warnings) out.line(`warning: ${path === '' ? '' : `${path}: `}${message}`);
  for (const line of summary) out.line(line);
  if (problems.length === 0) {
    out.line(`${file} is good.`);
    return;
  }
  out.note(`${file} has ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}.`);
}
