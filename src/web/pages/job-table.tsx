import type { VNode } from 'preact';
import type { JobView } from '../../jobs/index.ts';
import { jobState } from '../words.ts';
import { State, Time } from './parts.tsx';

interface JobTableProps {
  /** undefined: the store is away, so that nobody knows. */
  readonly jobs: readonly JobView[] | undefined;
  readonly now: number;
  readonly withPrinter: boolean;
}

/** Jobs without the names of people and documents: these are nobody else's business. */
export function JobTable({ jobs, now, withPrinter }: JobTableProps): VNode {
  if (jobs === undefined) {
    return <p class="empty">The accounts cannot be reached right now; jobs are shown again when they can.</p>;
  }
  if (jobs.length === 0) return <p class="empty">No jobs are waiting.</p>;
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">Job</th>
            {withPrinter && <th scope="col">Printer</th>}
            <th scope="col">State</th>
            <th scope="col" class="number">
              Sides
            </th>
            <th scope="col">Sent</th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((view) => (
            <JobRow key={view.job.id} view={view} now={now} withPrinter={withPrinter} />
          ))}
        </tbody>
      </table>
      <p class="note">Names of people and documents are not shown here.</p>
    </>
  );
}

function JobRow({ view, now, withPrinter }: { readonly view: JobView } & Omit<JobTableProps, 'jobs'>): VNode {
  const { job } = view;
  return (
    <tr>
      <td data-label="Job">
        <a href={`/jobs/${job.id}`}>{job.id}</a>
      </td>
      {withPrinter && <td data-label="Printer">{job.printer}</td>}
      <td data-label="State">
        <State state={jobState(job)} />
      </td>
      <td data-label="Sides" class="number">
        {sidesOf(view)}
      </td>
      <td data-label="Sent">
        <Time at={job.submittedAt} now={now} />
      </td>
    </tr>
  );
}

/** "3 of 8" while it prints. */
function sidesOf({ job, impressionsCompleted }: JobView): string {
  const impressions = job.quote?.impressions;
  if (impressions === undefined) return '–';
  const isUnderWay =
    job.state === 'relaying' && impressionsCompleted !== undefined && impressionsCompleted > 0;
  return isUnderWay ? `${impressionsCompleted} of ${impressions}` : String(impressions);
}
