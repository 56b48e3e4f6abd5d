export * from './admin.ts';
export { createAdmin } from './create-admin.ts';
export type { Explanation, Sentence } from './explanation.ts';
export { hasWildcard, matcherOf } from './glob.ts';
export type * from './views.ts';
