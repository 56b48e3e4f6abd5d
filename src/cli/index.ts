export type { AdapterPlace, CheckReport, CliDeps, CliIo, OpenedAdmin, ServeRequest } from './deps.ts';
export { runCli } from './run-cli.ts';
