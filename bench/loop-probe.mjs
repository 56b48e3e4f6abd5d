// Loaded before a server (`node --import`), so that the server itself stays as it is: answers each message of the parent
// with how long the event loop was held since the last one, in milliseconds.
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Timers are looked at so often; a delay below it is none. */
const resolutionMs = 1;

const delay = monitorEventLoopDelay({ resolution: resolutionMs });
delay.enable();
process.on('message', () => {
  process.send?.({ maxMs: delay.max / 1e6, p99Ms: delay.percentile(99) / 1e6 });
  delay.reset();
});
// The listener alone must not keep the server alive.
process.channel?.unref();
