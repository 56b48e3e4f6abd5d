export type * from './counter.ts';
