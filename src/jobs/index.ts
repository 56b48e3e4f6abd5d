export { mayAct } from './changing.ts';
export type * from './cups/cups-jobs.ts';
export type { Happening } from './feed.ts';
export type * from './incoming-document.ts';
export type * from './print-jobs.ts';
export { openPrintJobs } from './print-service.ts';
export { mayBeReleasedAt } from './releasing.ts';
export type { Decision } from './steps/decide.ts';
export type * from './store.ts';
