import type { Job, Turn } from '../model/job.ts';

/** RFC 8011 §5.2.1: by priority; jobs of one priority in the order in which they came. */
function turnOf({ turn, priority, id }: Pick<Job, 'turn' | 'priority' | 'id'>): Turn {
  return turn ?? { priority, place: id };
}

export function isBefore(one: Job, other: Job): boolean {
  const [a, b] = [turnOf(one), turnOf(other)];
  return a.priority > b.priority || (a.priority === b.priority && a.place < b.place);
}

/** RFC 8011 §5.2.1: the highest that there is. */
const priorityMax = 100;

/** Before everything that waits, and all that will come, which is why it has the highest priority (RFC 3998 §4.4.1). */
export function firstTurn(waiting: readonly Job[]): Turn {
  const first = waiting[0] === undefined ? undefined : turnOf(waiting[0]);
  return { priority: priorityMax, place: first?.priority === priorityMax ? Math.min(first.place, 1) - 1 : 0 };
}

/** Right behind a job that waits, with its priority (RFC 3998 §4.4.2); jobs that come later with that one still come after. */
export function turnAfter(predecessor: Job, waiting: readonly Job[]): Turn {
  const { priority, place } = turnOf(predecessor);
  const following = waiting[waiting.findIndex(({ id }) => id === predecessor.id) + 1];
  const next = following === undefined ? undefined : turnOf(following);
  return { priority, place: next?.priority === priority ? (place + next.place) / 2 : place + 0.5 };
}
