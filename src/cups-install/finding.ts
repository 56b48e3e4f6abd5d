/** One thing that was found or done, and for what is wrong the exact way to put it right. */
export interface Finding {
  /** `error`: jobs would fail · `warning`: worth a look · `done`: changed, or would be with --dry-run · `fine`: checked. */
  readonly kind: 'error' | 'warning' | 'done' | 'fine';
  readonly text: string;
  readonly fix?: string;
}

export function isOk(findings: readonly Finding[]): boolean {
  return findings.every(({ kind }) => kind !== 'error');
}
