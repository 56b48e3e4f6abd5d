import type { VNode } from 'preact';
import type { JobView } from '../../jobs/index.ts';
import type { ServerInfo } from '../options.ts';
import type { Speaker } from '../texts/speaker.tsx';
import { inWords, jobState } from '../words.ts';
import { Layout } from './layout.tsx';
import { Sent, State } from './parts.tsx';

export interface HeldJob {
  readonly view: JobView;
  /** Printers where it may come out; at least one. */
  readonly outlets: readonly string[];
}

/** What became of the button that was pressed. */
export interface Notice {
  readonly good: boolean;
  readonly text: string;
}

interface ReleaseProps {
  readonly jobs: readonly HeldJob[];
  readonly user: string;
  /** At this printer only. */
  readonly printer?: string;
  /** What is left on the account. */
  readonly left?: string;
  readonly notice?: Notice;
  readonly token: string;
  readonly info: ServerInfo;
  readonly now: number;
  readonly speaker: Speaker;
}

/** The jobs of one person; nobody else sees this page. */
export function ReleasePage({ jobs, user, printer, left, notice, info, ...shown }: ReleaseProps): VNode {
  const { speaker } = shown;
  const { text } = speaker;
  const title = printer === undefined ? text('my-jobs') : text('my-jobs-at', { printer });
  return (
    <Layout title={title} here="release" version={info.version} speaker={speaker}>
      <h1>{title}</h1>
      <p class="lead">{text('release-lead', { user })}</p>
      {left !== undefined && <p class="left">{left}</p>}
      {notice !== undefined && (
        <p class={notice.good ? 'notice' : 'notice bad'} role="status">
          {notice.text}
        </p>
      )}
      {jobs.length === 0 ? (
        <p class="empty">
          {printer === undefined ? text('nothing-waits') : text('nothing-waits-at', { printer })}
        </p>
      ) : (
        <ul class="cards">
          {jobs.map((job) => (
            <li key={job.view.job.id} class="card held">
              <Held job={job} {...shown} />
            </li>
          ))}
        </ul>
      )}
    </Layout>
  );
}

interface HeldProps extends Pick<ReleaseProps, 'token' | 'now' | 'speaker'> {
  readonly job: HeldJob;
}

function Held({ job: { view, outlets }, token, now, speaker }: HeldProps): VNode {
  const { text } = speaker;
  const { job } = view;
  const { quote, waits } = job;
  const heading = `job-${job.id}`;
  return (
    <>
      <div class="title">
        <h2 id={heading}>{job.name === '' ? text('job-numbered', { id: job.id }) : job.name}</h2>
        <State state={jobState(job, speaker)} />
      </div>
      <p class="about">
        <Sent at={job.submittedAt} now={now} speaker={speaker} />
        {quote !== undefined && ` · ${text('sides-counted', { sides: quote.impressions })}`}
        {quote !== undefined && quote.amount > 0 && ` · ${speaker.money(quote.amount)}`}
        {waits?.expiresAt !== undefined &&
          ` · ${text('given-up', { when: inWords(waits.expiresAt - now, speaker) })}`}
      </p>
      <form method="post">
        <input type="hidden" name="job" value={String(job.id)} />
        <input type="hidden" name="token" value={token} />
        {waits?.pin !== undefined && (
          <label>
            {text('pin')}
            <input type="password" name="pin" autocomplete="off" inputMode="numeric" maxLength={255} />
          </label>
        )}
        <Buttons outlets={outlets} heading={heading} speaker={speaker} />
      </form>
    </>
  );
}

interface ButtonsProps extends Pick<HeldProps, 'speaker'>, Pick<HeldJob, 'outlets'> {
  /** Id of the name of the job: to whoever hears the page, one "Cancel" is like the other. */
  readonly heading: string;
}

/** One for each printer: pressing Enter in the field of the PIN presses the first. */
function Buttons({ outlets, heading, speaker: { text } }: ButtonsProps): VNode {
  return (
    <>
      {outlets.map((printer) => (
        <button key={printer} type="submit" name="release" value={printer} aria-describedby={heading}>
          {text('print-at', { printer })}
        </button>
      ))}
      <button type="submit" class="quiet" name="cancel" value="yes" aria-describedby={heading}>
        {text('cancel')}
      </button>
    </>
  );
}
