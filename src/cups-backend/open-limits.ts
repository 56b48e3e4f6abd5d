import type { JournalLimits, ServerDownRule } from '../model/adapter-settings.ts';

const hourMs = 3_600_000;

/** A job that was printed while the server was away, and is not yet in the books. */
interface JournalLine {
  readonly user: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly octets: number;
}

export interface OpenRequest {
  readonly user: string;
  readonly octets: number;
  readonly now: number;
  readonly lines: readonly JournalLine[];
}

/** Why a job may not print while the server is away; `undefined` when it may. */
export function whyNotOpen(
  { user, octets, now, lines }: OpenRequest,
  rule: ServerDownRule,
  journal: JournalLimits,
): string | undefined {
  if (octets > journal.documentOctets) return 'the document is larger than the journal takes';
  if (lines.length >= journal.entries) return 'the journal is full';
  if (octetsOf(lines) + octets > journal.octets) return 'the documents in the journal take all of their room';
  const recent = lines.filter((line) => line.user === user && line.at > now - hourMs);
  if (recent.length >= rule.jobsPerHour) return `${recent.length} jobs of this user within an hour`;
  if (octetsOf(recent) + octets > rule.octetsPerHour) return 'too much of this user within an hour';
  return undefined;
}

function octetsOf(lines: readonly JournalLine[]): number {
  return lines.reduce((sum, line) => sum + line.octets, 0);
}
