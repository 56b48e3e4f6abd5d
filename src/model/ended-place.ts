import type { Job } from './job.ts';

/** Where an ended job stands among the others; one that does not say when it ended is taken for the oldest. */
export interface EndedPlace {
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  readonly id: number;
}

export function endedPlaceOf({ endedAt = 0, id }: Pick<Job, 'endedAt' | 'id'>): EndedPlace {
  return { endedAt, id };
}

/** The job that ended last comes first (RFC 8011 §4.2.6.2); of several of one moment the one with the highest number. */
export function isBehind(one: EndedPlace, other: EndedPlace): boolean {
  return one.endedAt === other.endedAt ? one.id < other.id : one.endedAt < other.endedAt;
}
