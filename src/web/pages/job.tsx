import type { VNode } from 'preact';
import type { JobView } from '../../jobs/index.ts';
import type { ServerInfo } from '../options.ts';
import { countOf, jobState } from '../words.ts';
import { Layout } from './layout.tsx';
import { State, Time } from './parts.tsx';

interface JobProps {
  readonly view: JobView;
  readonly info: ServerInfo;
  readonly now: number;
}

/** Anybody may open this page, so that it says no more of a job than its state. */
export function JobPage({ view, info, now }: JobProps): VNode {
  const { job, intervening } = view;
  const waitsForOwner = job.state === 'held' && !job.needsOperator && job.waits?.release === true;
  const waits = job.state === 'pending' && intervening > 0;
  return (
    <Layout title={`Job ${job.id}`} version={info.version}>
      <p class="crumb">
        <a href={`/printers/${encodeURIComponent(job.printer)}`}>{job.printer}</a>
      </p>
      <div class="title">
        <h1>Job {job.id}</h1>
        <State state={jobState(job)} />
      </div>
      <p class="lead">
        Sent <Time at={job.submittedAt} now={now} />
        {waits && `, ${countOf(intervening, 'job')} before it`}
      </p>
      {waitsForOwner && (
        <p class="notice">
          Its owner lets it go: <a href="/release">your jobs</a>.
        </p>
      )}
      <p class="note">
        Whose it is and what it prints is shown to its owner by the print dialogue, and to the operator by{' '}
        <code>platen explain {job.id}</code>.
      </p>
    </Layout>
  );
}
