import { readFileSync } from 'node:fs';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { messageOf } from '../base/fault.ts';
import { passingRefusal } from '../model/passing-faults.ts';
import { languages } from '../model/sentences/languages.ts';
import { drawPrinterIcon, iconSizes } from './icon/printer-icon.ts';
import type { WebOptions } from './options.ts';
import { type Pages, pagesOf } from './pages.tsx';
import { releasePages } from './release/release-pages.tsx';
import { securityHeaders, strictTransport } from './security.ts';
import { stringsFile } from './strings.ts';

/** What web.ts loads. */
export function createApp(options: WebOptions): Express {
  const app = express();
  const pages = pagesOf(options);
  app.disable('x-powered-by');
  app.set('query parser', false);
  app.use(securityHeaders(), strictTransport(options.tlsOnly));
  addHealth(app, options);
  addFiles(app);
  addStrings(app, options);
  addPages(app, pages);
  addRelease(app, options, pages);
  addRefusals(app, pages);
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) next(error);
    else answerFault(error, { request, response, options, pages });
  });
  return app;
}

/** /healthz: the process lives. /readyz: it can take jobs. */
function addHealth(app: Express, { ready, log }: WebOptions): void {
  app.get('/healthz', (_request, response) => {
    response.set('cache-control', 'no-store').json({ status: 'ok' });
  });
  app.get('/readyz', async (_request, response) => {
    const isReady = await ready().catch((error: unknown) => {
      log.warn('readiness not known', { error });
      return false;
    });
    response.set('cache-control', 'no-store');
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not ready' });
  });
}

/** They change with the program only, and pages ask for the style by its version; an hour keeps a page quick. */
const fileCacheControl = 'public, max-age=3600';

function addFiles(app: Express): void {
  const style = readFileSync(new URL('./style.css', import.meta.url), 'utf8');
  const icons = new Map<number, Buffer>();
  app.get('/style.css', (_request, response) => {
    response.set('cache-control', fileCacheControl).type('css').send(style);
  });
  for (const size of iconSizes) {
    app.get(`/icons/printer-${size}.png`, (_request, response) => {
      // Drawn when first asked for: the largest takes some 30 ms.
      const icon = icons.get(size) ?? drawPrinterIcon(size);
      icons.set(size, icon);
      response.set('cache-control', fileCacheControl).type('png').send(icon);
    });
  }
}

/** What clients show for our keywords; the server names these addresses in printer-strings-uri. */
function addStrings(app: Express, { jobs }: WebOptions): void {
  app.get('/printers/:name/strings/:language.strings', (request, response, next) => {
    const printer = jobs.printer(request.params.name);
    const language = languages.find((each) => each === request.params.language);
    if (printer === undefined || language === undefined) {
      next();
      return;
    }
    response.set('cache-control', fileCacheControl).type('text/strings; charset=utf-8');
    response.send(stringsFile(printer, language));
  });
}

function addPages(app: Express, pages: Pages): void {
  app.get('/', pages.home);
  app.get('/help', pages.help);
  app.get('/printers', (_request, response) => {
    response.redirect('/');
  });
  app.get('/printers/:name', pages.printer);
  app.get('/printers/:name/airprint.mobileconfig', pages.appleProfile);
  // The address of a printer, opened in a browser.
  app.get('/ipp/print/:name', (request, response) => {
    response.redirect(`/printers/${encodeURIComponent(request.params.name)}`);
  });
  app.get('/jobs/:id', pages.job);
}

/** More than a form of ours ever holds. */
const formOctetsMax = 4_096;

/** What people do with jobs that wait for them; they say first who they are. */
function addRelease(app: Express, options: WebOptions, { message }: Pages): void {
  const release = releasePages(options, message);
  const form = express.urlencoded({ extended: false, limit: formOctetsMax, parameterLimit: 8 });
  app.get('/release', release.list);
  app.get('/release/:printer', release.list);
  app.post(['/release', '/release/:printer'], form, release.act);
}

/** Paths where print clients may POST; a body of another type ends up here. */
const printPaths = ['/', '/ipp/print', '/ipp/print/:name', '/printers/:name', '/jobs', '/jobs/:id', '/admin'];

function addRefusals(app: Express, pages: Pages): void {
  app.post(printPaths, (request, response) => {
    response.set('accept-post', 'application/ipp');
    pages.message(request, response, {
      status: 415,
      title: 'not-print-request',
      sentence: 'only-ipp',
    });
  });
  app.all(printPaths, (request, response) => {
    refuse(pages, { request, response, allowed: 'GET, HEAD, OPTIONS, POST' });
  });
  app.use((request, response) => {
    refuse(pages, { request, response, allowed: 'GET, HEAD, OPTIONS' });
  });
}

interface Refused {
  readonly request: Request;
  readonly response: Response;
  /** Methods (RFC 9110 §15.5.6). */
  readonly allowed: string;
}

function refuse(pages: Pages, { request, response, allowed }: Refused): void {
  if (request.method === 'GET' || request.method === 'HEAD') {
    pages.message(request, response, { status: 404, title: 'not-found', sentence: 'no-page' });
    return;
  }
  response.set('allow', allowed);
  pages.message(request, response, {
    status: 405,
    title: 'not-possible',
    sentence: ({ text }) => text('only-read', { method: request.method }),
  });
}

interface FaultContext {
  readonly request: Request;
  readonly response: Response;
  readonly options: WebOptions;
  readonly pages: Pages;
}

/** A malformed address is the client's mistake; anything else is ours: the log has the rest. */
function answerFault(error: unknown, { request, response, options, pages }: FaultContext): void {
  if (error instanceof URIError) {
    pages.message(request, response, {
      status: 400,
      title: 'not-understood',
      sentence: 'address-malformed',
    });
    return;
  }
  if (isTooLarge(error)) {
    pages.message(request, response, { status: 413, title: 'too-large', sentence: 'form-too-large' });
    return;
  }
  const passing = passingRefusal(error);
  if (passing !== undefined) {
    options.log.warn('page not possible now', { path: request.path, problem: messageOf(error), error });
    pages.message(request, response, {
      status: 503,
      title: 'not-now',
      sentence: ({ words }) => words(passing.message),
    });
    return;
  }
  options.log.error('page failed', { path: request.path, problem: messageOf(error), error });
  pages.message(request, response, { status: 500, title: 'went-wrong', sentence: 'page-failed' });
}

/** What the reader of forms throws; its other refusals are of forms that no browser makes. */
function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 413;
}
