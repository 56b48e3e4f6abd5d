import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  type LoadPlan,
  type LoadResult,
  loadResultSchema,
  type SinkReport,
  type SinkRequest,
  sinkReportSchema,
} from './messages.ts';

/** The load generator and the fake devices: processes of their own, so that they take nothing from the server. */
export interface Children {
  load(plan: LoadPlan): Promise<LoadResult>;
  sink(request: SinkRequest): Promise<SinkReport>;
  readonly pids: readonly number[];
  end(): void;
}

export async function startChildren(devices: {
  readonly port: number;
  readonly count: number;
}): Promise<Children> {
  const load = await start('load.ts', []);
  const sink = await start('sink.ts', ['--port', String(devices.port), '--count', String(devices.count)]);
  return {
    load: async (plan) => loadResultSchema.parse(await ask(load, plan)),
    sink: async (request) => sinkReportSchema.parse(await ask(sink, request)),
    pids: [load, sink].flatMap(({ pid }) => pid ?? []),
    end: () => {
      load.disconnect();
      sink.disconnect();
    },
  };
}

async function start(script: string, args: readonly string[]): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args, {
    execArgv: ['--import', 'tsx'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`bench/${script} ended before it was ready`);
  });
  await Promise.race([once(child, 'message'), ended]);
  // Later ends are seen by `ask`.
  ended.catch(() => undefined);
  return child;
}

/** One question at a time. */
async function ask(child: ChildProcess, question: LoadPlan | SinkRequest): Promise<unknown> {
  const abort = new AbortController();
  const { signal } = abort;
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('a process of the measurement has ended');
  });
  ended.catch(() => undefined);
  child.send(question);
  try {
    const answer: readonly unknown[] = await Promise.race([once(child, 'message', { signal }), ended]);
    return answer[0];
  } finally {
    abort.abort();
  }
}
