/** One thing that is wrong with the file, told so that it can be put right without a manual. */
export interface ConfigProblem {
  /** `printers[1].prices.impression`; '' is the file as a whole. */
  readonly path: string;
  /** From 1; 0 when there is no such place (a file that cannot be read). */
  readonly line: number;
  readonly column: number;
  /** The value as JSON, shortened, or what is there instead of it. */
  readonly found: string;
  readonly expected: string;
  /** What was probably meant. */
  readonly hint?: string;
}

/** Something that is allowed and may still be a surprise. */
export interface ConfigWarning {
  readonly path: string;
  readonly message: string;
}

/** One block a problem, in the order of the file, for people. */
export function formatProblems(problems: readonly ConfigProblem[]): string {
  return problems.map(formatProblem).join('\n');
}

function formatProblem(problem: ConfigProblem): string {
  const place = problem.line === 0 ? '' : `line ${problem.line}, column ${problem.column}: `;
  const lines = [
    `${place}${problem.path === '' ? 'the file' : problem.path}`,
    `    found:    ${problem.found}`,
    `    expected: ${problem.expected}`,
  ];
  if (problem.hint !== undefined) lines.push(`    hint:     ${problem.hint}`);
  return lines.join('\n');
}
