// Loaded before a server (`node --import`), so that the server itself stays as it is: answers each message of the parent
// with how long the event loop was held since the last one, in milliseconds: by the clock, and of that on a processor.
import { openSync, readSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Timers are looked at so often; a delay below it is none. */
const resolutionMs = 1;

const delay = monitorEventLoopDelay({ resolution: resolutionMs });
delay.enable();
let cpuMaxMs;
if (process.platform === 'linux') watchCpu();

process.on('message', () => {
  process.send?.({ maxMs: delay.max / 1e6, p99Ms: delay.percentile(99) / 1e6, cpuMaxMs });
  delay.reset();
  cpuMaxMs = cpuMaxMs === undefined ? undefined : 0;
});
// The listener alone must not keep the server alive.
process.channel?.unref();

/** Keeps the longest time on a processor between two turns of the loop: what other programs take is no part of it. */
function watchCpu() {
  // `run wait slices` of the main thread, in nanoseconds (Linux, Documentation/scheduler/sched-stats.rst).
  const descriptor = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  const line = Buffer.alloc(64);
  const ranMs = () => parseInt(line.latin1Slice(0, readSync(descriptor, line, 0, line.length, 0)), 10) / 1e6;
  let last = ranMs();
  cpuMaxMs = 0;
  setInterval(() => {
    const now = ranMs();
    cpuMaxMs = Math.max(cpuMaxMs, now - last);
    last = now;
  }, resolutionMs).unref();
}
