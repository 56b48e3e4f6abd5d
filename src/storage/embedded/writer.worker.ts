import { openWriter } from './connection.ts';
import { GroupCommit } from './group-commit.ts';
import type { WriteBatch } from './messages.ts';
import { loadSqlite } from './sqlite.ts';
import { closeMessage, startedWith } from './worker-data.ts';

// The one thread that writes. While it syncs, requests gather at the other side and come as the next batch.
const { port, file } = startedWith();
const open = await loadSqlite();
const group = new GroupCommit(() => openWriter(open, file));

port.on('message', (message: WriteBatch | typeof closeMessage) => {
  if (message === closeMessage) {
    group.close();
    port.close();
    return;
  }
  port.postMessage(group.run(message));
  if (message.restartLog) group.restartLog();
});
