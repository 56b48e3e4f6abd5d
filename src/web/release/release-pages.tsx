import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { type JobView, mayAct, mayBeReleasedAt, type ReleaseArgs, type Released } from '../../jobs/index.ts';
import type { Identity } from '../../model/identity.ts';
import { joined, say } from '../../model/sentences/sentence.ts';
import { addressOf, hostAndPort } from '../address.ts';
import type { WebOptions } from '../options.ts';
import { type HeldJob, type Notice, ReleasePage } from '../pages/release.tsx';
import { type Pages, send } from '../pages.tsx';
import { type Speaker, speakerTo } from '../texts/speaker.tsx';
import { FormTokens } from './form-token.ts';
import { leftTo } from './left.ts';
import { type Visitor, visitorOf } from './visitor.ts';

type Place = { readonly printer?: string };

/** A page for each person: the jobs that wait, a button for each printer where they may come out. */
export interface ReleasePages {
  readonly list: RequestHandler<Place>;
  readonly act: RequestHandler<Place>;
}

/** One person never has more that wait: a printer takes no more than it can keep in order. */
const jobsShownMax = 200;

const form = z.object({
  job: z.coerce.number().int().positive(),
  token: z.string().max(100),
  pin: z.string().max(255).optional(),
  /** The button that was pressed: the printer to print at, or `cancel`. */
  release: z.string().max(127).optional(),
  cancel: z.literal('yes').optional(),
});

export function releasePages(options: WebOptions, message: Pages['message']): ReleasePages {
  const { jobs, visiting, info, speech, clock } = options;
  const tokens = new FormTokens();

  const show = async (
    request: Request<Place>,
    response: Response,
    who: Identity,
    notice?: Notice,
  ): Promise<void> => {
    const { printer } = request.params;
    const speaker = speakerTo(request, speech);
    const [held, left] = await Promise.all([heldJobs(options, who, printer), leftTo(options, who, printer)]);
    const page = (
      <ReleasePage
        jobs={held}
        user={who.name}
        token={tokens.for(who.name)}
        info={info()}
        now={clock.now()}
        speaker={speaker}
        {...(printer === undefined ? {} : { printer })}
        {...(left === undefined ? {} : { left: speaker.words(left) })}
        {...(notice === undefined ? {} : { notice })}
      />
    );
    send(response, speaker, page);
  };

  /** undefined: answered already. */
  const enter = async (request: Request<Place>, response: Response): Promise<Identity | undefined> => {
    const { printer } = request.params;
    if (printer !== undefined && jobs.printer(printer) === undefined) {
      message(request, response, { status: 404, title: 'not-found', sentence: 'no-printer' });
      return undefined;
    }
    const visitor = await visitorOf(request, visiting.identifier);
    if (visitor.kind === 'known') return visitor.identity;
    turnAway(visitor, { request, response, message });
    return undefined;
  };

  return {
    list: async (request, response) => {
      const who = await enter(request, response);
      if (who !== undefined) await show(request, response, who);
    },
    act: async (request, response) => {
      const who = await enter(request, response);
      if (who === undefined) return;
      const asked = form.safeParse(request.body);
      if (!asked.success || !tokens.isFor(who.name, asked.data.token)) {
        message(request, response, { status: 403, title: 'not-done', sentence: 'form-too-old' });
        return;
      }
      await show(
        request,
        response,
        who,
        await press(visiting.jobs, who, asked.data, speakerTo(request, speech)),
      );
    },
  };
}

/** What the button says, done; what became of it. */
async function press(
  jobs: WebOptions['visiting']['jobs'],
  who: Identity,
  { job, pin, release, cancel }: z.infer<typeof form>,
  speaker: Speaker,
): Promise<Notice> {
  if (cancel !== undefined) return noticeOf(await jobs.cancel(job, who), 'cancelled', speaker);
  const how: ReleaseArgs = {
    ...(release === undefined ? {} : { printer: release }),
    ...(pin === undefined || pin === '' ? {} : { pin: { encryption: 'none', octets: Buffer.from(pin) } }),
  };
  return noticeOf(await jobs.release(job, who, how), 'released', speaker);
}

interface Answering {
  readonly request: Request;
  readonly response: Response;
  readonly message: Pages['message'];
}

function turnAway(
  visitor: Exclude<Visitor, { kind: 'known' }>,
  { request, response, message }: Answering,
): void {
  const title = 'who-are-you';
  switch (visitor.kind) {
    case 'nobody':
    case 'wrong-password':
      response.set('www-authenticate', 'Basic realm="Platen", charset="UTF-8"');
      message(request, response, { status: 401, title, sentence: 'name-and-password' });
      return;
    case 'too-many-failures':
      response.set('retry-after', '120');
      message(request, response, {
        status: 429,
        title,
        sentence: ({ words }) => words(say('too-many-failures')),
      });
      return;
    case 'not-encrypted': {
      const address = `https://${hostAndPort(addressOf(request))}${request.path}`;
      message(request, response, {
        status: 403,
        title: 'not-encrypted',
        sentence: ({ text }) => text('open-encrypted', { address }),
        link: address,
      });
      return;
    }
    case 'no-passwords':
      message(request, response, { status: 403, title, sentence: 'no-passwords' });
  }
}

/** The person's own jobs that wait for somebody, and where each may come out. */
async function heldJobs({ jobs }: WebOptions, who: Identity, printer?: string): Promise<readonly HeldJob[]> {
  const views = await jobs.jobs({
    owner: who.name,
    which: 'open',
    limit: jobsShownMax,
    accept: (job) => job.state === 'held' && !job.needsOperator && mayAct(job, who),
  });
  return views.flatMap((view) => {
    const outlets = outletsOf(view, jobs, printer);
    return outlets.length === 0 ? [] : [{ view, outlets }];
  });
}

function outletsOf(
  { job }: JobView,
  jobs: WebOptions['jobs'],
  wanted: string | undefined,
): readonly string[] {
  const own = jobs.printer(job.printer);
  if (own === undefined) return [];
  const { at } = own.settings.release;
  const hasDevice = own.settings.device !== 'release:';
  const all = [...(hasDevice ? [job.printer] : []), ...at.filter((name) => mayBeReleasedAt(job, own, name))];
  return [...new Set(all)].filter((name) => wanted === undefined || name === wanted);
}

function noticeOf(done: Released, action: 'released' | 'cancelled', { text, words }: Speaker): Notice {
  switch (done.kind) {
    case 'done': {
      const { id, printer } = done.job.job;
      return { good: true, text: text(action, { id, printer }) };
    }
    case 'not-found':
    case 'not-yours':
      return { good: false, text: text('no-job-of-yours') };
    case 'refused':
      return { good: false, text: words(joined(done.refusals.map(({ message }) => message))) };
    case 'not-allowed':
    case 'not-possible':
    case 'receiving':
    case 'one-document':
    case 'too-many-documents':
      return { good: false, text: words(done.message) };
  }
}
