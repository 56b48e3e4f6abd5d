/** Connecting to the server; a local one answers within a millisecond. */
export const connectMs = 2_000;
/** Without one octet more taken by the server: it is stuck. */
export const uploadStallMs = 30_000;
/** The decision after the last octet: the server itself gives the count of a CUPS job some 20 s. */
export const decisionMs = 60_000;
/** For a refusal that needs no document, where the first try broke off in the middle. */
export const earlyAnswerMs = 2_000;
/** Telling how a run ended; what the server does not hear then goes into the journal. */
export const endMs = 10_000;
export const statusMs = 10_000;
/** Of the journal, before a job: what is left waits for the next one, or for `platen cups replay`. */
export const replayBeforeJobMs = 10_000;
/** After SIGTERM, for the wrapped backend: cupsd kills everything after JobKillDelay, 30 s by default. */
export const terminatedTellMs = 2_000;
/** What a backend's own children still say after it has ended. */
export const stderrAfterEndMs = 500;
/** Before a job is run again at once: without it cupsd would start it 45 times a second. */
export const againPauseMs = 5_000;
/** Device discovery as a whole: cups-deviced waits 15 s unless its client says otherwise. */
export const discoveryMs = 10_000;
/** Octets read and written at once. */
export const chunkOctets: number = 128 * 1024;
