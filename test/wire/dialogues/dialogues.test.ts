import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyOf, settled } from '../../support/books.ts';
import { play } from '../../support/dialogue.ts';
import { ServerProcess } from '../../support/server-process.ts';
import { android } from './android.ts';
import { chromeos } from './chromeos.ts';
import { ios } from './ios.ts';
import { macos } from './macos.ts';
import { windows } from './windows.ts';

const families = { windows, macos, ios, android, chromeos };

describe('what clients that cannot run here are known to say', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await ServerProcess.make({
      users: { unknown: 'create', template: { mode: 'accounting-only' } },
      printers: [
        { name: 'demo', info: 'Demo printer', location: 'Room 1', device: 'file:out/' },
        { name: 'proved', device: 'file:proved/', identity: { levels: ['password'] } },
      ],
    });
    await server.start();
    await server.cli('users', 'add', 'eve', '--mode', 'quota');
    await server.cli('users', 'limit', 'eve', '--printer', 'demo', '--hard', '1');
    await server.cli('users', 'add', 'jeff', '--mode', 'accounting-only');
    const { code, stderr } = await server.cliReading('a long password\n', 'users', 'password', 'jeff');
    expect(code, stderr).toBe(0);
  });

  afterAll(async () => {
    await server.remove();
  });

  for (const [family, dialogues] of Object.entries(families)) {
    describe(family, () => {
      test.each(dialogues.map((dialogue) => [dialogue.client, dialogue] as const))(
        '%s',
        async (_client, dialogue) => {
          const job = await play(dialogue, server.port);
          await settled(server);
          const lines = await historyOf(server);
          // A refusal before there was a job is the newest line.
          const line = job === 0 ? lines[0] : lines.find((each) => each.job === job);
          expect(line).toMatchObject(dialogue.history);
        },
      );
    });
  }
});
