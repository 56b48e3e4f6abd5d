export * from './admin.ts';
export { createAdmin } from './create-admin.ts';
export type { Explanation, Sentence } from './explanation.ts';
export { hasWildcard } from './glob.ts';
export type * from './views.ts';
