export type { CheckReport, CliDeps, CliIo, OpenedAdmin, ServeRequest } from './deps.ts';
export { type ExitCode, exitCodes } from './exit-codes.ts';
export { runCli } from './run-cli.ts';
