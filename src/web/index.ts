export type { WebOptions } from './options.ts';
export { createWeb } from './web.ts';
