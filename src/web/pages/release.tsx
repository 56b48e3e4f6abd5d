import type { VNode } from 'preact';
import type { JobView } from '../../jobs/index.ts';
import type { ServerInfo, ShownCurrency } from '../options.ts';
import { amountInWords, countOf, inWords, jobState } from '../words.ts';
import { Layout } from './layout.tsx';
import { State, Time } from './parts.tsx';

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
  readonly notice?: Notice;
  readonly token: string;
  readonly info: ServerInfo;
  readonly currency: ShownCurrency;
  readonly now: number;
}

/** The jobs of one person; nobody else sees this page. */
export function ReleasePage({ jobs, user, printer, notice, info, ...shown }: ReleaseProps): VNode {
  const title = printer === undefined ? 'My jobs' : `My jobs at ${printer}`;
  return (
    <Layout title={title} here="release" version={info.version}>
      <h1>{title}</h1>
      <p class="lead">
        What {user} has sent and nobody has printed yet. It comes out when you press its button: stand at the
        printer.
      </p>
      {notice !== undefined && (
        <p class={notice.good ? 'notice' : 'notice bad'} role="status">
          {notice.text}
        </p>
      )}
      {jobs.length === 0 ? (
        <p class="empty">Nothing waits for you{printer === undefined ? '' : ` at ${printer}`}.</p>
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

interface HeldProps extends Pick<ReleaseProps, 'token' | 'currency' | 'now'> {
  readonly job: HeldJob;
}

function Held({ job: { view, outlets }, token, currency, now }: HeldProps): VNode {
  const { job } = view;
  const { quote, waits } = job;
  return (
    <>
      <div class="title">
        <h2>{job.name === '' ? `Job ${job.id}` : job.name}</h2>
        <State state={jobState(job)} />
      </div>
      <p class="about">
        Sent <Time at={job.submittedAt} now={now} />
        {quote !== undefined && `, ${countOf(quote.impressions, 'side')}`}
        {quote !== undefined && quote.amount > 0 && `, ${amountInWords(quote.amount, currency)}`}
        {waits?.expiresAt !== undefined && `; given up ${inWords(waits.expiresAt - now)}`}
      </p>
      <form method="post">
        <input type="hidden" name="job" value={String(job.id)} />
        <input type="hidden" name="token" value={token} />
        {waits?.pin !== undefined && (
          <label>
            PIN
            <input type="password" name="pin" autocomplete="off" inputMode="numeric" maxLength={255} />
          </label>
        )}
        <Buttons outlets={outlets} />
      </form>
    </>
  );
}

/** One for each printer: pressing Enter in the field of the PIN presses the first. */
function Buttons({ outlets }: { readonly outlets: readonly string[] }): VNode {
  return (
    <>
      {outlets.map((printer) => (
        <button key={printer} type="submit" name="release" value={printer}>
          {`Print at ${printer}`}
        </button>
      ))}
      <button type="submit" class="quiet" name="cancel" value="yes">
        Cancel
      </button>
    </>
  );
}
