import type { Request, RequestHandler, Response } from 'express';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { isFault } from '../base/fault.ts';
import type { JobView } from '../jobs/index.ts';
import type { Language } from '../model/sentences/languages.ts';
import { addressOf } from './address.ts';
import type { WebOptions } from './options.ts';
import { HelpPage } from './pages/help.tsx';
import { HomePage } from './pages/home.tsx';
import { JobPage } from './pages/job.tsx';
import { MessagePage } from './pages/message.tsx';
import { PrinterPage } from './pages/printer.tsx';
import { appleProfile } from './setup/apple-profile.ts';

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
  readonly title: string;
  readonly sentence: string;
  /** Of the sentence. Default: English. */
  readonly language?: Language;
}

/** More would not be read; the operator has `platen jobs`. */
const jobsShownMax = 50;

export function pagesOf(options: WebOptions): Pages {
  const { jobs, info, currency, clock } = options;

  const message: Pages['message'] = (request, response, { status, ...said }) => {
    response.status(status);
    // Programs that meet an error get one line, not a page.
    if (request.accepts(['html', 'text']) === 'html') {
      send(response, <MessagePage {...said} version={info().version} />);
    } else response.type('text').send(`${said.title}: ${said.sentence}\n`);
  };

  const notFound = (request: Request, response: Response, what: string): void => {
    message(request, response, { status: 404, title: 'Not found', sentence: `There is no ${what}.` });
  };

  return {
    message,
    home: async (request, response) => {
      const waiting = await waitingJobs(options);
      const page = (
        <HomePage
          printers={jobs.printers()}
          jobs={waiting}
          address={addressOf(request)}
          info={info()}
          now={clock.now()}
        />
      );
      send(response, page);
    },
    help: (request, response) => {
      const name = info().defaultPrinter;
      const printer = name === undefined ? jobs.printers()[0] : jobs.printer(name);
      send(response, <HelpPage printer={printer} address={addressOf(request)} info={info()} />);
    },
    printer: async (request, response) => {
      const printer = jobs.printer(request.params.name);
      if (printer === undefined) {
        notFound(request, response, 'printer of this name');
        return;
      }
      const page = (
        <PrinterPage
          printer={printer}
          jobs={await waitingJobs(options, request.params.name)}
          address={addressOf(request)}
          info={info()}
          currency={currency}
          now={clock.now()}
        />
      );
      send(response, page);
    },
    appleProfile: (request, response) => {
      const { name } = request.params;
      if (jobs.printer(name) === undefined) {
        notFound(request, response, 'printer of this name');
        return;
      }
      response.set('content-disposition', `attachment; filename="${name}.mobileconfig"`);
      response.type('application/x-apple-aspen-config').send(appleProfile(name, addressOf(request)));
    },
    job: async (request, response) => {
      const id = /^[1-9]\d{0,9}$/.test(request.params.id) ? Number(request.params.id) : undefined;
      const view = id === undefined ? undefined : await jobs.job(id);
      if (view === undefined) notFound(request, response, 'job of this number');
      else send(response, <JobPage view={view} info={info()} now={clock.now()} />);
    },
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

export function send(response: Response, page: VNode): void {
  // States change; a page of a minute ago would be wrong.
  response
    .set('cache-control', 'no-store')
    .type('html')
    .send(`<!doctype html>${render(page)}`);
}
