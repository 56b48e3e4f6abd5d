import type { RequestListener } from 'node:http';
import type { WebOptions } from './options.ts';

/**
 * Everything that is not an IPP request: pages for people, answers for machines that watch. Loaded when the first of them
 * comes (0.1 s): most servers only print, and hold 9 MiB less without.
 */
export function createWeb(options: WebOptions): RequestListener {
  let app: Promise<RequestListener> | undefined;
  return (request, response) => {
    app ??= import('./app.ts').then(({ createApp }) => createApp(options));
    app
      .then((answer) => {
        answer(request, response);
      })
      .catch((error: unknown) => {
        options.log.error('page failed', { error });
        response.destroy();
      });
  };
}
