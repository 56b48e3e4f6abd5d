export * from './config.ts';
export { type Environment, readEnvironment, type Variables } from './environment.ts';
export { type ConfigOverrides, type LoadedConfig, loadConfig } from './load.ts';
export { type ConfigProblem, type ConfigWarning, formatProblems } from './problems.ts';
