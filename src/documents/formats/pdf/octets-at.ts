/** Octets that are at hand, a view of the same, and a place in them. */
export interface OctetsAt {
  readonly octets: Uint8Array;
  readonly view: DataView;
  readonly at: number;
}
