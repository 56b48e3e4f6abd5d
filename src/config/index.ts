export * from './config.ts';
export { type Environment, readEnvironment } from './environment.ts';
export { type ConfigOverrides, loadConfig } from './load.ts';
export { type ConfigProblem, type ConfigWarning, formatProblems } from './problems.ts';
