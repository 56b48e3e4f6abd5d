import { Command } from 'commander';
import type { Cli } from './cli.ts';
import { type CommandEntry, commands } from './commands.ts';
import { findConfigFile } from './config-file.ts';
import type { CliDeps, CliIo } from './deps.ts';
import { endingOf } from './errors.ts';
import { exitCodes } from './exit-codes.ts';
import { createOutput, type Output } from './output.ts';

interface GlobalOptions {
  readonly json?: boolean;
  readonly config?: string;
}

/** Runs one command line, without the program's name; answers the exit code. Never rejects. */
export async function runCli(argv: readonly string[], io: CliIo, deps: CliDeps): Promise<number> {
  io.stdout.on('error', unlessReaderLeft);
  io.stderr.on('error', unlessReaderLeft);
  try {
    const program = createProgram(io, deps);
    let code: number = exitCodes.done;
    const cli = createCli(program, { io, deps }, (ended) => {
      code = ended;
    });
    for (const entry of commands) {
      const command = program.command(entry.name).summary(entry.summary).description(sentence(entry.summary));
      if (entry === chosen(argv)) (await entry.load())(command, cli);
    }
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    const { code, message } = endingOf(error);
    if (message !== undefined) createOutput(io, false).ending(message);
    return code;
  }
}

/** `platen history | head` closes the pipe early: what is left to say has no reader, and that is no fault. */
function unlessReaderLeft(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function createProgram(io: CliIo, { version }: CliDeps): Command {
  return new Command('platen')
    .description('A print server that keeps accounts.')
    .version(version, '--version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .option(
      '--config <file>',
      'configuration; else PLATEN_CONFIG, ./config/platen.json, /etc/platen/platen.json',
    )
    .option('--json', 'answer as JSON, for scripts')
    .configureHelp({
      showGlobalOptions: true,
      ...(io.columns === undefined ? {} : { helpWidth: io.columns }),
    })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'platen: '));
      },
    })
    .showHelpAfterError('Add --help to see how it is used.')
    .exitOverride();
}

function createCli(
  program: Command,
  { io, deps }: Pick<Cli, 'io' | 'deps'>,
  end: (code: number) => void,
): Cli {
  const options = (): GlobalOptions => program.opts<GlobalOptions>();
  const out = (): Output => createOutput(io, options().json === true);
  const configFile = (): string =>
    findConfigFile({
      given: options().config,
      fromEnvironment: io.configFile,
      workingFolder: io.workingFolder,
    });
  return {
    io,
    deps,
    configFile,
    run: async (work) => {
      end(await work(out()));
    },
    withAdmin: async (work) => {
      const { admin, currency, close } = await deps.openAdmin(configFile());
      try {
        end(await work({ admin, currency, out: out() }));
      } finally {
        await close();
      }
    },
  };
}

/** The command to load: the first word, or the one that help is asked for. Options of all commands may stand before it. */
function chosen(argv: readonly string[]): CommandEntry | undefined {
  const words = argv.filter((word, index) => !word.startsWith('-') && argv[index - 1] !== '--config');
  const name = words[0] === 'help' ? words[1] : words[0];
  return commands.find((entry) => entry.name === name);
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}
