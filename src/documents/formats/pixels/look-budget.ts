/** Octets out of decompression that are looked at in one document: about a second. */
const lookedOctetsMax = 1_073_741_824;
/** More of them for each octet of data: what real programs write unfolds to 5 to 20 times its length. */
const lookedPerOctet = 16;

/**
 * Bounds the looking for colour in compressed pixels of one document: data that unfolds to a hundred times its length, page
 * after page, is made to be looked at for ever. Where the budget ends, colours stay open.
 */
export class LookBudget {
  #left = lookedOctetsMax;

  /** Whether so many octets out of so much data may be looked at. */
  spend(looked: number, data: number): boolean {
    this.#left += data * lookedPerOctet - looked;
    return this.#left >= 0;
  }
}
