export { createWeb } from './app.ts';
export type { ServerInfo, WebOptions } from './options.ts';
