import type { DefineCommand } from './cli.ts';

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Only the command that is run is loaded: `--help` and `count` start in half the time. */
  readonly load: () => Promise<DefineCommand>;
}

/** Every command, in the order of the help. A new one is a file in commands/ and a row here. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'serve',
    summary: 'run the print server',
    load: async () => (await import('./commands/serve.ts')).defineServe,
  },
  {
    name: 'check',
    summary: 'check the configuration and tell what is wrong with it',
    load: async () => (await import('./commands/check.ts')).defineCheck,
  },
  {
    name: 'users',
    summary: 'list, add, change, limit, show and remove users; passwords and tokens',
    load: async () => (await import('./commands/users.ts')).defineUsers,
  },
  {
    name: 'grant',
    summary: 'credit the wallets of users',
    load: async () => (await import('./commands/grant.ts')).defineGrant,
  },
  {
    name: 'refund',
    summary: 'give back what a job was charged, wholly or in part',
    load: async () => (await import('./commands/refund.ts')).defineRefund,
  },
  {
    name: 'printers',
    summary: 'list, pause and resume printers',
    load: async () => (await import('./commands/printers.ts')).definePrinters,
  },
  {
    name: 'jobs',
    summary: 'list jobs, and resolve those that wait for an operator',
    load: async () => (await import('./commands/jobs.ts')).defineJobs,
  },
  {
    name: 'hold',
    summary: 'keep jobs from being printed',
    load: async () => (await import('./commands/hold.ts')).defineHold,
  },
  {
    name: 'release',
    summary: 'let held jobs be printed',
    load: async () => (await import('./commands/release.ts')).defineRelease,
  },
  {
    name: 'cancel',
    summary: 'cancel jobs',
    load: async () => (await import('./commands/cancel.ts')).defineCancel,
  },
  {
    name: 'history',
    summary: 'show what was printed, refused and charged',
    load: async () => (await import('./commands/history.ts')).defineHistory,
  },
  {
    name: 'count',
    summary: 'count the pages of documents; needs no server',
    load: async () => (await import('./commands/count.ts')).defineCount,
  },
  {
    name: 'quote',
    summary: 'tell what a document would use and cost',
    load: async () => (await import('./commands/quote.ts')).defineQuote,
  },
  {
    name: 'explain',
    summary: 'tell why a job was counted and charged as it was',
    load: async () => (await import('./commands/explain.ts')).defineExplain,
  },
  {
    name: 'cups',
    summary: 'let queues of CUPS print through Platen by the adapter cupspykota',
    load: async () => (await import('./commands/cups.ts')).defineCups,
  },
];
