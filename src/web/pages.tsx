import type { Request, RequestHandler, Response } from 'express';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { isFault } from '../base/fault.ts';
import type { JobView } from '../jobs/index.ts';
import { addressOf } from './address.ts';
import type { WebOptions } from './options.ts';
import { HelpPage } from './pages/help.tsx';
import { HomePage } from './pages/home.tsx';
import { JobPage } from './pages/job.tsx';
import { MessagePage } from './pages/message.tsx';
import { PrinterPage } from './pages/printer.tsx';
import { appleProfile } from './setup/apple-profile.ts';
import type { PlainTextId } from './texts/catalogue.ts';
import { type Speaker, speakerTo } from './texts/speaker.tsx';

/** Each takes what it shows from the options and answers one request. */
export interface Pages {
  readonly home: RequestHandler;
  readonly help: RequestHandler;
  readonly printer: RequestHandler<{ readonly name: string }>;
  readonly appleProfile: RequestHandler<{ readonly name: string }>;
  readonly job: RequestHandler<{ readonly id: string }>;
  readonly message: (request: Request, response: Response, message: Message) => void;
}

interface Message {
  readonly status: number;
  readonly title: PlainTextId;
  readonly sentence: PlainTextId | ((speaker: Speaker) => string);
  /** An address that the sentence names. */
  readonly link?: string;
}

/** More would not be read; the operator has `platen jobs`. */
const jobsShownMax = 50;

export function pagesOf(options: WebOptions): Pages {
  const { jobs, info, speech, clock } = options;

  const message = messagesOf(options);
  const notFound = (request: Request, response: Response, sentence: PlainTextId): void => {
    message(request, response, { status: 404, title: 'not-found', sentence });
  };

  return {
    message,
    home: async (request, response) => {
      const waiting = await waitingJobs(options);
      const speaker = speakerTo(request, speech);
      const page = (
        <HomePage
          printers={jobs.printers()}
          jobs={waiting}
          address={addressOf(request)}
          info={info()}
          now={clock.now()}
          speaker={speaker}
        />
      );
      send(response, speaker, page);
    },
    help: (request, response) => {
      const name = info().defaultPrinter;
      const printer = name === undefined ? jobs.printers()[0] : jobs.printer(name);
      const speaker = speakerTo(request, speech);
      const address = addressOf(request);
      send(
        response,
        speaker,
        <HelpPage printer={printer} address={address} info={info()} speaker={speaker} />,
      );
    },
    printer: async (request, response) => {
      const printer = jobs.printer(request.params.name);
      if (printer === undefined) {
        notFound(request, response, 'no-printer');
        return;
      }
      const speaker = speakerTo(request, speech);
      const page = (
        <PrinterPage
          printer={printer}
          jobs={await waitingJobs(options, request.params.name)}
          address={addressOf(request)}
          info={info()}
          now={clock.now()}
          speaker={speaker}
        />
      );
      send(response, speaker, page);
    },
    appleProfile: (request, response) => {
      const { name } = request.params;
      if (jobs.printer(name) === undefined) {
        notFound(request, response, 'no-printer');
        return;
      }
      response.set('content-disposition', `attachment; filename="${name}.mobileconfig"`);
      const profile = appleProfile(name, addressOf(request), speakerTo(request, speech));
      response.type('application/x-apple-aspen-config').send(profile);
    },
    job: jobPage(options, message),
  };
}

function jobPage({ jobs, info, speech, clock }: WebOptions, message: Pages['message']): Pages['job'] {
  return async (request, response) => {
    const id = /^[1-9]\d{0,9}$/.test(request.params.id) ? Number(request.params.id) : undefined;
    const view = id === undefined ? undefined : await jobs.job(id);
    if (view === undefined) {
      message(request, response, { status: 404, title: 'not-found', sentence: 'no-job' });
      return;
    }
    const speaker = speakerTo(request, speech);
    send(response, speaker, <JobPage view={view} info={info()} now={clock.now()} speaker={speaker} />);
  };
}

function messagesOf({ info, speech }: WebOptions): Pages['message'] {
  return (request, response, { status, title, sentence, link }) => {
    const speaker = speakerTo(request, speech);
    const linked = link === undefined ? {} : { link };
    const said = {
      title: speaker.text(title),
      sentence: typeof sentence === 'string' ? speaker.text(sentence) : sentence(speaker),
    };
    response.status(status);
    // Programs that meet an error get one line, not a page.
    if (request.accepts(['html', 'text']) === 'html') {
      send(
        response,
        speaker,
        <MessagePage {...said} {...linked} version={info().version} speaker={speaker} />,
      );
    } else response.type('text').send(`${said.title}: ${said.sentence}\n`);
  };
}

/** undefined while the store is away: printers are shown all the same. */
async function waitingJobs({ jobs }: WebOptions, printer?: string): Promise<readonly JobView[] | undefined> {
  try {
    const which = printer === undefined ? {} : { printer };
    return await jobs.jobs({ ...which, which: 'open', limit: jobsShownMax });
  } catch (error) {
    if (isFault(error, 'store-unreachable')) return undefined;
    throw error;
  }
}

export function send(response: Response, { language }: Speaker, page: VNode): void {
  // States change; a page of a minute ago would be wrong.
  response
    .set({ 'cache-control': 'no-store', 'content-language': language, vary: 'accept-language' })
    .type('html')
    .send(`<!doctype html>${render(page)}`);
}
