/** Estimated octets of log between two checkpoints: long enough to write a page once for many commits. */
const checkpointOctets = 8 * 1024 * 1024;
/** What a request adds to the log besides its document: a few pages of 4 KiB, shared with others of its batch. */
const requestOctets = 12 * 1024;
/** A log that is this long although it was checkpointed is restarted by the writer: 64 MiB of pages. */
const logPagesMax = 16_384;
/** Pages that may be left for the writer to bring over itself; more would hold up the commits behind it. */
const leftPagesMax = 512;
/** Under load new pages come while the old ones are brought over, so that none is ever left is never reached. */
const roundsMax = 4;

export interface LogState {
  readonly logPages: number;
  readonly leftPages: number;
}

/**
 * Decides when the write-ahead log is brought into the file. The reader's thread does it beside the commits; only
 * when the log has grown long because commits never paused is the writer asked to start it anew.
 */
export class LogKeeper {
  private readonly checkpoint: () => Promise<LogState>;
  private octets = 0;
  private running = false;
  private restart = false;

  constructor(checkpoint: () => Promise<LogState>) {
    this.checkpoint = checkpoint;
  }

  /** Called for each batch; whether the writer should restart the log after it. */
  noteBatch(batch: { readonly requests: number; readonly documentOctets: number }): boolean {
    this.octets += batch.documentOctets + batch.requests * requestOctets;
    if (this.octets > checkpointOctets && !this.running) {
      this.octets = 0;
      this.running = true;
      void this.bringOver().finally(() => {
        this.running = false;
      });
    }
    const restart = this.restart;
    this.restart = false;
    return restart;
  }

  private async bringOver(): Promise<void> {
    try {
      for (let round = 0; round < roundsMax; round++) {
        const { logPages, leftPages } = await this.checkpoint();
        if (logPages <= logPagesMax) return;
        if (leftPages > leftPagesMax && round < roundsMax - 1) continue;
        this.restart = true;
        return;
      }
    } catch {
      // A checkpoint that fails loses nothing: all is in the log. The next one tries again, and when the disk is
      // full or gone the commits themselves meet it and say so.
    }
  }
}
