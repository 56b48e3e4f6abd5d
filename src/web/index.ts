export { createWeb } from './app.ts';
export type { WebOptions } from './options.ts';
