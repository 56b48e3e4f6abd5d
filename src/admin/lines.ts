import { type Answer, type LineAnswer, type LineAnswers, type Lines, linesMax } from './admin.ts';
import { refused } from './names.ts';

/** Lines worked on at once: the store puts what arrives together into one commit, one sync for all. */
const linesAtOnce = 32;

export interface LineWork<Line> {
  /** Lines with one key are done one after the other, in their order. */
  readonly key: (line: Line) => string;
  readonly work: (line: Line, dryRun: boolean) => Promise<LineAnswer>;
}

/** Does every line by itself; the answers are in the order of the lines. */
export async function doLines<Line>(
  { lines, dryRun = false }: Lines<Line>,
  { key, work }: LineWork<Line>,
): Promise<Answer<LineAnswers>> {
  if (lines.length > linesMax)
    return refused(`${lines.length} lines in one call; at most ${linesMax} are taken.`);
  const answers: LineAnswer[] = [];
  for (let start = 0; start < lines.length; start += linesAtOnce) {
    const running = new Map<string, Promise<LineAnswer>>();
    const batch = lines.slice(start, start + linesAtOnce).map((line) => {
      const before = running.get(key(line));
      const answer = before === undefined ? work(line, dryRun) : before.then(() => work(line, dryRun));
      running.set(key(line), answer);
      return answer;
    });
    answers.push(...(await Promise.all(batch)));
  }
  return { kind: 'done', lines: answers };
}
