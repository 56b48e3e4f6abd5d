import type { RunName } from '../jobs/index.ts';

const shape = /^([1-9]\d{0,15})-([1-9]\d{0,5})-([0-9a-f-]{36})$/;

/** The name of one run. It holds the UUID of the job, so that nobody guesses the name of another's. */
export function attemptText({ job, attempt, uuid }: RunName): string {
  return `${job}-${attempt}-${uuid}`;
}

export function parseAttempt(text: string): RunName | undefined {
  const [, job, attempt, uuid] = shape.exec(text) ?? [];
  if (uuid === undefined) return undefined;
  return { job: Number(job), attempt: Number(attempt), uuid };
}
