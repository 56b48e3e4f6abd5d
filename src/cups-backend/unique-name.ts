/** For a file: no other process has the number now, and none had it at this nanosecond. Without loading node:crypto. */
export function uniqueName(): string {
  return `${process.pid}-${process.hrtime.bigint().toString(36)}`;
}
