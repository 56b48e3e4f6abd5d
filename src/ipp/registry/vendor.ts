import type { AttributeGroup } from './definition.ts';

/**
 * What clients and devices use although IANA has not registered it, kept by hand. Syntaxes are in IANA's notation; each
 * row is there because a client asks for it or a device answers it; the comments say which.
 */
export const vendorAttributes: readonly (readonly [name: string, group: AttributeGroup, syntax: string])[] = [
  // CUPS: lpstat, lpadmin and cups-browsed request these, devices answer the marker family for their supplies.
  ['auth-info', 'operation', '1setOf text'],
  ['auth-info-required', 'printer-description', '1setOf keyword'],
  ['device-class', 'operation', 'keyword'],
  ['device-id', 'printer-description', 'text'],
  ['device-info', 'printer-description', 'text'],
  ['device-location', 'printer-description', 'text'],
  ['device-make-and-model', 'printer-description', 'text'],
  ['device-uri', 'printer-description', 'uri'],
  ['exclude-schemes', 'operation', '1setOf name'],
  ['first-job-id', 'operation', 'integer(1:MAX)'],
  ['first-printer-name', 'operation', 'name'],
  ['include-schemes', 'operation', '1setOf name'],
  ['job-k-limit', 'printer-description', 'integer(0:MAX)'],
  ['job-media-progress', 'job-description', 'integer(0:100)'],
  ['job-originating-host-name', 'job-description', 'name'],
  ['job-page-limit', 'printer-description', 'integer(0:MAX)'],
  ['job-printer-state-message', 'job-description', 'text'],
  ['job-printer-state-reasons', 'job-description', '1setOf keyword'],
  ['job-quota-period', 'printer-description', 'integer(0:MAX)'],
  ['marker-change-time', 'printer-description', 'integer'],
  ['marker-colors', 'printer-description', '1setOf name'],
  ['marker-high-levels', 'printer-description', '1setOf integer(0:100)'],
  ['marker-levels', 'printer-description', '1setOf integer(-3:100)'],
  ['marker-low-levels', 'printer-description', '1setOf integer(0:100)'],
  ['marker-message', 'printer-description', 'text'],
  ['marker-names', 'printer-description', '1setOf name'],
  ['marker-types', 'printer-description', '1setOf keyword'],
  ['member-names', 'printer-description', '1setOf name'],
  ['member-uris', 'printer-description', '1setOf uri'],
  ['page-border', 'job-template', 'keyword'],
  ['page-set', 'job-template', 'keyword'],
  ['port-monitor', 'printer-description', 'name'],
  ['port-monitor-supported', 'printer-description', '1setOf name'],
  ['ppd-name', 'printer-description', 'name'],
  ['printer-commands', 'printer-description', '1setOf keyword'],
  ['printer-is-shared', 'printer-description', 'boolean'],
  ['printer-is-temporary', 'printer-description', 'boolean'],
  ['printer-type', 'printer-description', 'enum'],
  ['printer-type-mask', 'operation', 'enum'],
  ['requesting-user-name-allowed', 'printer-description', '1setOf name'],
  ['requesting-user-name-denied', 'printer-description', '1setOf name'],
  // AirPrint and Mopria: the client takes a printer that lists them for one that needs no driver.
  ['document-format-preferred', 'printer-description', 'mimeMediaType'],
  ['landscape-orientation-requested-preferred', 'printer-description', 'enum'],
  ['mopria-certified', 'printer-description', 'text'],
  ['pdf-fit-to-page-default', 'printer-description', 'boolean'],
  ['pdf-fit-to-page-supported', 'printer-description', 'boolean'],
  ['urf-supported', 'printer-description', '1setOf keyword'],
  // RFC 2639 and early drafts, still asked for by the stock test suites.
  ['pages-ranges-supported', 'printer-description', '1setOf boolean'],
];

/** CUPS: the operations that its own tools send. */
export const vendorOperations: readonly (readonly [code: number, name: string])[] = [
  [0x4001, 'CUPS-Get-Default'],
  [0x4002, 'CUPS-Get-Printers'],
  [0x4003, 'CUPS-Add-Modify-Printer'],
  [0x4004, 'CUPS-Delete-Printer'],
  [0x4005, 'CUPS-Get-Classes'],
  [0x4006, 'CUPS-Add-Modify-Class'],
  [0x4007, 'CUPS-Delete-Class'],
  [0x4008, 'CUPS-Accept-Jobs'],
  [0x4009, 'CUPS-Reject-Jobs'],
  [0x400a, 'CUPS-Set-Default'],
  [0x400b, 'CUPS-Get-Devices'],
  [0x400c, 'CUPS-Get-PPDs'],
  [0x400d, 'CUPS-Move-Job'],
  [0x400e, 'CUPS-Authenticate-Job'],
  [0x400f, 'CUPS-Get-PPD'],
  [0x4027, 'CUPS-Get-Document'],
  [0x4028, 'CUPS-Create-Local-Printer'],
];

/** CUPS: private twins of the account statuses, on which its IPP backend holds the job and lets the queue go on. */
export const vendorStatuses: readonly (readonly [code: number, name: string])[] = [
  [0x0200, 'redirection-other-site'],
  [0x0280, 'cups-see-other'],
  [0x049c, 'cups-account-info-needed'],
  [0x049d, 'cups-account-closed'],
  [0x049e, 'cups-account-limit-reached'],
  [0x049f, 'cups-account-authorization-failed'],
];
