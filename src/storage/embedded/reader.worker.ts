import { openReader } from './connection.ts';
import { faultAnswer } from './group-commit.ts';
import { HeldConnection } from './held-connection.ts';
import { ListReads } from './list-reads.ts';
import type { ReadAnswer, ReadRequest } from './messages.ts';
import { loadSqlite } from './sqlite.ts';
import { closeMessage, startedWith } from './worker-data.ts';

// Reports and checkpoints: what may take long, so that neither commits nor the event loop wait for it.
const { port, file } = startedWith();
const open = await loadSqlite();
const connection = new HeldConnection(
  () => openReader(open, file),
  (database) => new ListReads(database),
);

function answer(request: ReadRequest): ReadAnswer {
  try {
    return connection.use((reads) => reads.answer(request));
  } catch (error) {
    return faultAnswer(error);
  }
}

port.on('message', (message: readonly ReadRequest[] | typeof closeMessage) => {
  if (message === closeMessage) {
    connection.close();
    port.close();
    return;
  }
  port.postMessage(message.map(answer));
});
