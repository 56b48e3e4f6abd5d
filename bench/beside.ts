import { connect, type Socket } from 'node:net';
import { makeDocument } from './document.ts';
import type { LoadPlan } from './messages.ts';
import { slowUpload } from './requests.ts';

/** What goes on beside the measured requests; `end` stops it and counts what the server did not keep up. */
export interface Beside {
  end(): Promise<Readonly<Record<string, number>>>;
}

const stepMs = 250;
const octetsPerStep = 256;
/** Connections opened at a time: as a flood, but below the backlog of every server. */
const openedAtOnce = 100;

/** Makes the connections and waits until all of them stand. */
export async function standBeside(plan: LoadPlan): Promise<Beside> {
  if (plan.beside === 'nothing') return { end: () => Promise.resolve({}) };
  const sockets: Socket[] = [];
  let refused = 0;
  while (sockets.length + refused < plan.besideCount) {
    const count = Math.min(openedAtOnce, plan.besideCount - sockets.length - refused);
    const opened = await Promise.all(Array.from({ length: count }, () => open(plan.port)));
    for (const socket of opened) {
      if (socket === undefined) refused += 1;
      else sockets.push(socket);
    }
  }
  let lost = 0;
  let isEnding = false;
  for (const socket of sockets) {
    socket.resume();
    socket.once('close', () => {
      if (!isEnding) lost += 1;
    });
  }
  const timer = plan.beside === 'slow-uploads' ? trickle(sockets, plan) : undefined;
  if (plan.beside === 'half-headers') {
    for (const socket of sockets) socket.write('POST /ipp/print/q1 HTTP/1.1\r\nHost: localhost\r\nContent-');
  }
  return {
    end: () => {
      isEnding = true;
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      return Promise.resolve({
        ...(refused === 0 ? {} : { 'beside: refused': refused }),
        ...(lost === 0 ? {} : { 'beside: lost': lost }),
      });
    },
  };
}

/** One upload on each socket at 1 KB/s. */
function trickle(sockets: readonly Socket[], plan: LoadPlan): NodeJS.Timeout {
  const document = makeDocument({ octets: 1_048_576, pages: 1 });
  const path = plan.paths[0] ?? '/';
  const upload = slowUpload({ port: plan.port, path, user: 'slow' }, document);
  let sent = 0;
  const step = (): void => {
    const piece = upload.subarray(sent, sent + octetsPerStep);
    sent += piece.length;
    for (const socket of sockets) if (socket.writable) socket.write(piece);
  };
  step();
  return setInterval(step, stepMs);
}

function open(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      resolve(socket);
    });
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      resolve(undefined);
    });
  });
}
