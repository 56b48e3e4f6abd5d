export type { JobLimits, PrintJobsOptions, SpoolOptions } from './options.ts';
export type * from './print-jobs.ts';
export { openPrintJobs } from './print-service.ts';
export type * from './store.ts';
