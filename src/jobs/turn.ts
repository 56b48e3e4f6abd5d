import type { Job, Turn } from '../model/job.ts';

/** RFC 8011 §5.2.1: by priority; jobs of one priority in the order in which they came. */
function turnOf({ turn, priority, id }: Pick<Job, 'turn' | 'priority' | 'id'>): Turn {
  return turn ?? { priority, place: id };
}

export function isBefore(one: Job, other: Job): boolean {
  const [a, b] = [turnOf(one), turnOf(other)];
  return a.priority > b.priority || (a.priority === b.priority && a.place < b.place);
}

/** Before everything that waits. */
export function firstTurn(waiting: readonly Job[]): Turn | undefined {
  const [first] = waiting;
  if (first === undefined) return undefined;
  const { priority, place } = turnOf(first);
  return { priority, place: place - 1 };
}

/** Right behind a job that waits; jobs that come later with the priority of that one still come after. */
export function turnAfter(predecessor: Job, waiting: readonly Job[]): Turn {
  const { priority, place } = turnOf(predecessor);
  const following = waiting[waiting.findIndex(({ id }) => id === predecessor.id) + 1];
  const next = following === undefined ? undefined : turnOf(following);
  return { priority, place: next?.priority === priority ? (place + next.place) / 2 : place + 0.5 };
}
