/** Milliseconds a call waits for a server that can take it; longer than an election's pause would stall every client. */
export const selectionTimeoutMs = 2_000;
/** Milliseconds until a server that took a command and says nothing is given up; the outcome is then unknown. */
export const answerTimeoutMs = 10_000;
/** Connections of this node. Measured: 64 clients commit no more a second than 16 do, so more would only queue in the server. */
export const connectionsMax = 32;
/** Rows of one bulk insert: at 64 KiB a row still below the 16 MiB a command may have. */
export const bulkRowsMax = 200;
/** Rows a sweep reads at once. */
export const sweepRowsMax = 500;
/** A writer that loses a compare-and-set so often is not racing, it is wrong. */
export const racesMax = 100;
/** Milliseconds another writer's plan is waited for before it is undone: far longer than a commit takes. */
export const planPatienceMs = 2_000;
/** Milliseconds between two looks at another writer's plan, at first and at most. */
export const planPauseMs = { first: 4, most: 100 } as const;
/** Tries, and milliseconds between them, of a reservation that only holds of jobs not yet accepted stand against. */
export const pendingTries = { most: 8, pauseMs: 25 } as const;
