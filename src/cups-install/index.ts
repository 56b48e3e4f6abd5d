export { attach, detach, setRule } from './attach.ts';
export { check } from './check.ts';
export { type Finding, isOk } from './finding.ts';
export { forget, type HeldJob, heldJobs } from './held.ts';
export { install, journalNames, uninstall } from './install.ts';
export { type CupsPlaces, findPlaces } from './places.ts';
export { askProgram } from './program.ts';
export { type CupsQueue, listQueues, releaseJob } from './queues.ts';
export { readSettings } from './settings-file.ts';
