import { firstInteger, groupsOf, groupTags, type IppAttributes, type IppMessage } from '../../ipp/index.ts';

/** What a device does that others do not, with where it was seen and what is done about it. */
interface Quirk {
  readonly device: string;
  readonly seen: string;
  readonly handled: string;
}

/**
 * Every quirk that is provided for. Each is handled for all devices alike where that harms nobody, since the next
 * device with the same habit has another name.
 */
export const quirks: Readonly<Record<string, Quirk>> = {
  oneJobAtATime: {
    device: 'ippeveprinter 2.4',
    seen: 'answers server-error-busy while one job is active, also between Create-Job and the end of the job',
    handled: 'busy is waited for within the attempt (submit.ts)',
  },
  forgetsQuickly: {
    device: 'ippeveprinter 2.4; cupsd with PreserveJobHistory No',
    seen: 'a completed job is forgotten after 60 s, or at once',
    handled: 'the job is polled every 2 s at least; one that is gone is lost, not completed (follow.ts)',
  },
  saysZero: {
    device: 'cupsd queues',
    seen: 'job-impressions-completed is 0 for completed jobs whose filters report no pages, a JPEG for one',
    handled: '0 of a completed job means that nothing was said (impressionsOf)',
  },
  saysOneMore: {
    device: 'PAPPL 1.4; cupsd queues',
    seen: 'more impressions than were printed when driver and backend both report',
    handled: 'reported as it is said; the printer rule `overrun` caps the charge',
  },
  slowWhileAway: {
    device: 'LPrint (PAPPL)',
    seen: 'Get-Printer-Attributes takes 10 s while the device is away',
    handled: 'an answer may take 30 s (limits.ts)',
  },
  chunkedOnly: {
    device: 'PyPI ippserver 0.2',
    seen: 'never answers a document that comes with Content-Length',
    handled: 'documents are always chunked (ipp-client.ts)',
  },
  noCreateJob: {
    device: 'PyPI ippserver 0.2',
    seen: 'has no Create-Job and no Get-Jobs',
    handled: 'Print-Job; a resume without Get-Jobs is unknown (submit.ts, resume.ts)',
  },
  strangePlaceOfJobId: {
    device: 'PyPI ippserver 0.2',
    seen: "the attributes of Print-Job's answer are not in a job group",
    handled: 'job-id is looked for in every group (jobAttributesOf)',
  },
  clockAsUpTime: {
    device: 'several',
    seen: 'printer-up-time is the Unix time',
    handled: 'no time of a device is ever used but as "has a value" (remote-job.ts)',
  },
  cutUploadCompletes: {
    device: 'ippeveprinter 2.4; ippserver (ippsample)',
    seen: 'an upload that breaks off ends completed',
    handled: 'a cancel is said by Cancel-Job before the connection is cut (upload.ts)',
  },
};

/** `saysZero` */
export function impressionsOf(job: IppAttributes): number | undefined {
  const completed = firstInteger(job, 'job-impressions-completed');
  return completed !== undefined && completed > 0 ? completed : undefined;
}

/** `strangePlaceOfJobId`: the group that names the job, wherever it is. */
export function jobAttributesOf(message: IppMessage): IppAttributes | undefined {
  const jobs = groupsOf(message, groupTags.job);
  const others = message.groups.map((group) => group.attributes);
  return [...jobs, ...others].find((attributes) => attributes.has('job-id')) ?? jobs[0];
}
