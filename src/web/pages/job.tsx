import type { VNode } from 'preact';
import type { JobView } from '../../jobs/index.ts';
import type { ServerInfo } from '../options.ts';
import type { Speaker } from '../texts/speaker.tsx';
import { jobState } from '../words.ts';
import { Layout } from './layout.tsx';
import { Sent, State } from './parts.tsx';

interface JobProps {
  readonly view: JobView;
  readonly info: ServerInfo;
  readonly now: number;
  readonly speaker: Speaker;
}

/** Anybody may open this page, so that it says no more of a job than its state. */
export function JobPage({ view, info, now, speaker }: JobProps): VNode {
  const { job, intervening } = view;
  const { text, marked } = speaker;
  const title = text('job-numbered', { id: job.id });
  const waitsForOwner = job.state === 'held' && !job.needsOperator && job.waits?.release === true;
  const waits = job.state === 'pending' && intervening > 0;
  return (
    <Layout title={title} version={info.version} speaker={speaker}>
      <p class="crumb">
        <a href={`/printers/${encodeURIComponent(job.printer)}`}>{job.printer}</a>
      </p>
      <div class="title">
        <h1>{title}</h1>
        <State state={jobState(job, speaker)} />
      </div>
      <p class="lead">
        <Sent at={job.submittedAt} now={now} speaker={speaker} />
        {waits && `, ${text('jobs-before', { jobs: intervening })}`}
      </p>
      {waitsForOwner && (
        <p class="notice">
          {marked('job-waits-for-owner', { a: (inner) => <a href="/release">{inner}</a> })}
        </p>
      )}
      <p class="note">{marked('job-is-private', {}, { id: job.id })}</p>
    </Layout>
  );
}
