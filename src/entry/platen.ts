#!/usr/bin/env node
import { type CliDeps, type CliIo, runCli } from '../cli/index.ts';
import { type Environment, readEnvironment } from '../config/index.ts';
import { adapterPlace } from './adapter-place.ts';
import { checkConfig } from './check.ts';
import { readVersion } from './installation.ts';

const environment = readEnvironment();
process.exitCode = await runCli(process.argv.slice(2), ioOf(environment), await depsOf(environment));

function ioOf({ configFile }: Environment): CliIo {
  const { stdin, stdout, stderr } = process;
  return {
    stdin,
    stdout,
    stderr,
    ...(stdout.isTTY ? { columns: stdout.columns } : {}),
    showProgress: stderr.isTTY,
    workingFolder: process.cwd(),
    ...(configFile === undefined ? {} : { configFile }),
  };
}

/** Loaded when they are needed: `platen --help` and `platen count` start without server and store. */
async function depsOf(environment: Environment): Promise<CliDeps> {
  const version = await readVersion();
  return {
    version,
    check: (configFile) => Promise.resolve(checkConfig(configFile, environment)),
    adapterPlace: (configFile) => Promise.resolve(adapterPlace(configFile, environment)),
    openAdmin: async (configFile) => {
      const { openAdmin } = await import('./open-admin.ts');
      return openAdmin({ configFile, environment, version });
    },
    serve: async (request) => {
      const { serve } = await import('./serve.ts');
      return serve({ ...request, environment, version });
    },
    openCounters: async () => {
      const { createDocumentCounters, defaultCountLimits } = await import('../documents/index.ts');
      return createDocumentCounters(defaultCountLimits);
    },
  };
}
