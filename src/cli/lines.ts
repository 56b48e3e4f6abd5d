import type { Answer, LineAnswer, LineAnswers, Lines, UserView } from '../admin/index.ts';
import { plural } from '../base/plural.ts';
import { isNo, sentenceOf } from './answers.ts';
import type { Session } from './cli.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { userJson } from './json.ts';

/** A change and where it was asked for: `students.csv:17`, or the name on the command line. */
export interface SourcedLine<Line> {
  readonly source: string;
  readonly line: Line;
}

export interface LineCommand<Line> {
  readonly lines: readonly SourcedLine<Line>[];
  readonly dryRun: boolean;
  readonly call: (args: Lines<Line>) => Promise<Answer<LineAnswers>>;
  /** What was done, for people. */
  readonly describe: (user: UserView, line: Line) => string;
  /** The same user twice in one list is a mistake (adding), not a sequence (granting). */
  readonly usersOnce?: boolean;
}

/** Lines in one call: small enough to show progress, and to leave the server free between them. */
const linesPerCall = 250;
/** More than that and people get a number, not a sentence a line. */
const sentencesMax = 50;
const problemsShownMax = 20;

interface Answered<Line> extends SourcedLine<Line> {
  readonly answer: LineAnswer;
}

/** Does a list of changes. Several are all checked before the first is written: a list is done wholly or not at all. */
export async function runLines<Line>(session: Session, command: LineCommand<Line>): Promise<ExitCode> {
  if (command.dryRun || command.lines.length > 1) {
    const checked = await callAll(session, command, true);
    if (tellProblems(session, withDuplicates(command, checked), 'Nothing was changed.')) {
      return exitCodes.refused;
    }
    if (command.dryRun) return tellDone(session, command, checked);
  }
  const answered = await callAll(session, command, false);
  const failed = tellProblems(session, answered, 'The other lines were done.');
  tellDone(session, command, answered);
  return failed ? exitCodes.refused : exitCodes.done;
}

async function callAll<Line>(
  { out }: Session,
  { lines, call }: LineCommand<Line>,
  dryRun: boolean,
): Promise<readonly Answered<Line>[]> {
  const answered: Answered<Line>[] = [];
  for (let start = 0; start < lines.length; start += linesPerCall) {
    if (lines.length > linesPerCall) {
      out.progress(`${dryRun ? 'checked' : 'done'}: ${start} of ${lines.length}`);
    }
    const part = lines.slice(start, start + linesPerCall);
    const answers = await call({ lines: part.map(({ line }) => line), dryRun }).catch((error: unknown) => {
      if (!dryRun && start > 0)
        out.note(`${start} of ${plural(lines.length, 'line')} were done before this happened:`);
      throw error;
    });
    part.forEach((sourced, index) => {
      const missing: LineAnswer = { kind: 'refused', message: 'The server gave no answer.' };
      const answer = isNo(answers) ? answers : (answers.lines[index] ?? missing);
      answered.push({ ...sourced, answer });
    });
  }
  out.progress(undefined);
  return answered;
}

function withDuplicates<Line>(
  { usersOnce = false }: LineCommand<Line>,
  checked: readonly Answered<Line>[],
): readonly Answered<Line>[] {
  if (!usersOnce) return checked;
  const first = new Map<string, string>();
  return checked.map((line) => {
    if (isNo(line.answer)) return line;
    const { name } = line.answer.user;
    const before = first.get(name);
    first.set(name, before ?? line.source);
    if (before === undefined) return line;
    const message = `The user "${name}" stands twice in the list, at ${before} already.`;
    return { ...line, answer: { kind: 'refused', message } };
  });
}

function tellProblems<Line>(
  { out }: Session,
  answered: readonly Answered<Line>[],
  consequence: string,
): boolean {
  const problems = answered.flatMap(({ source, answer }) =>
    isNo(answer) ? [{ source, kind: answer.kind, message: sentenceOf(answer) }] : [],
  );
  if (out.json) {
    for (const { source, kind, message } of problems) out.value({ result: kind, line: source, message });
  }
  const several = answered.length > 1;
  for (const { source, message } of problems.slice(0, problemsShownMax)) {
    out.note(several ? `${source}: ${message}` : message);
  }
  if (problems.length > problemsShownMax) out.note(`… and ${problems.length - problemsShownMax} more.`);
  if (several && problems.length > 0)
    out.note(`${problems.length} of ${answered.length} refused. ${consequence}`);
  return problems.length > 0;
}

function tellDone<Line>(
  { out, currency }: Session,
  { dryRun, describe }: LineCommand<Line>,
  answered: readonly Answered<Line>[],
): ExitCode {
  const done = answered.flatMap(({ line, answer }) => (isNo(answer) ? [] : [{ line, answer }]));
  if (out.json) {
    for (const { answer } of done) {
      out.value({ result: answer.kind, dryRun, user: userJson(answer.user, currency) });
    }
    return exitCodes.done;
  }
  const prefix = dryRun ? 'Would be done: ' : '';
  if (done.length > sentencesMax) {
    const repeats = done.filter(({ answer }) => answer.kind === 'exists').length;
    out.line(
      `${prefix}${plural(done.length, 'line')}${repeats === 0 ? '' : `, ${repeats} of them were done before`}.`,
    );
    return exitCodes.done;
  }
  for (const { line, answer } of done) {
    const before = answer.kind === 'exists' ? 'Done before, nothing changed: ' : '';
    out.line(`${prefix}${before}${describe(answer.user, line)}`);
  }
  return exitCodes.done;
}
