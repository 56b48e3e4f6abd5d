import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Proves that a form came from a page that we made for this person: the browser sends the password with every request to
 * us, also with one that a foreign page has made it send, but no foreign page can read what ours holds. Ends with the process.
 */
export class FormTokens {
  readonly #key = randomBytes(32);

  for(user: string): string {
    return createHmac('sha256', this.#key).update(user).digest('base64url');
  }

  isFor(user: string, token: string): boolean {
    const expected = Buffer.from(this.for(user));
    const given = Buffer.from(token);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}
