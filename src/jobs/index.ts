export type * from './print-jobs.ts';
export type * from './store.ts';
