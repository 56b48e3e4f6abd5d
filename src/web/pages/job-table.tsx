import type { VNode } from 'preact';
import type { JobView } from '../../jobs/index.ts';
import type { Speaker } from '../texts/speaker.tsx';
import { jobState } from '../words.ts';
import { State, Time } from './parts.tsx';

interface JobTableProps {
  /** undefined: the store is away, so that nobody knows. */
  readonly jobs: readonly JobView[] | undefined;
  readonly now: number;
  readonly withPrinter: boolean;
  readonly speaker: Speaker;
}

/** Jobs without the names of people and documents: these are nobody else's business. */
export function JobTable({ jobs, now, withPrinter, speaker }: JobTableProps): VNode {
  const { text } = speaker;
  if (jobs === undefined) {
    return <p class="empty">{text('jobs-unknown')}</p>;
  }
  if (jobs.length === 0) return <p class="empty">{text('jobs-none')}</p>;
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{text('job')}</th>
            {withPrinter && <th scope="col">{text('printer')}</th>}
            <th scope="col">{text('state')}</th>
            <th scope="col" class="number">
              {text('sides')}
            </th>
            <th scope="col">{text('sent')}</th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((view) => (
            <JobRow key={view.job.id} view={view} now={now} withPrinter={withPrinter} speaker={speaker} />
          ))}
        </tbody>
      </table>
      <p class="note">{text('names-not-shown')}</p>
    </>
  );
}

function JobRow({
  view,
  now,
  withPrinter,
  speaker,
}: { readonly view: JobView } & Omit<JobTableProps, 'jobs'>): VNode {
  const { job } = view;
  const { text } = speaker;
  return (
    <tr>
      <td data-label={text('job')}>
        <a href={`/jobs/${job.id}`}>{job.id}</a>
      </td>
      {withPrinter && (
        <td data-label={text('printer')} class="at">
          {job.printer}
        </td>
      )}
      <td data-label={text('state')} class="condition">
        <State state={jobState(job, speaker)} />
      </td>
      <td data-label={text('sides')} class="number">
        {sidesOf(view, speaker)}
      </td>
      <td data-label={text('sent')} class="sent">
        <Time at={job.submittedAt} now={now} speaker={speaker} />
      </td>
    </tr>
  );
}

/** "3 of 8" while it prints. */
function sidesOf({ job, impressionsCompleted }: JobView, { text, number }: Speaker): string {
  const impressions = job.quote?.impressions;
  if (impressions === undefined) return '–';
  const isUnderWay =
    job.state === 'relaying' && impressionsCompleted !== undefined && impressionsCompleted > 0;
  return isUnderWay
    ? text('sides-done', { done: impressionsCompleted, all: impressions })
    : number(impressions);
}
