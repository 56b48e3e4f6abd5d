/*
 * How cupsd starts a backend, by the permission bits of its file (scheduler/job.c and cups/file.c of CUPS 2.4).
 */

const groupOrOthersWrite = 0o022;
const setuid = 0o4000;
/** Set for group or others, these say that anybody may run it: cupsd then runs it without privileges. */
const anybody = 0o023;
const ownerReadsAndRuns = 0o500;

/** As root when nobody else may run or change it, else as CUPS' user (mostly lp). */
export function runsAsRoot(mode: number): boolean {
  return (mode & anybody) === 0;
}

/** cupsd refuses a program that others could have changed. */
export function isInsecure(mode: number): boolean {
  return (mode & (groupOrOthersWrite | setuid)) !== 0;
}

export function isProgram(mode: number): boolean {
  return (mode & ownerReadsAndRuns) === ownerReadsAndRuns;
}

/** A script is read by whom it is run as, a program in machine code need not be. */
export function othersMayRead(mode: number): boolean {
  return (mode & 0o004) !== 0;
}

/** Whether CUPS' user, who does not own the file, may run it: by the bits of others, or of its group. */
export function othersMayRun(mode: number): boolean {
  return (mode & 0o001) !== 0;
}
