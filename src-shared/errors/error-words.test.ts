import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from './error-codes.ts';

/** Words that no text of the product uses (ux 2.9). */
const FORBIDDEN = /\b(invalid|illegal|please|oops|error occurred|something went wrong|failed to|unable to)\b/i;

describe('the texts of errors', () => {
  it.each(Object.entries(ERROR_CODES))(
    '%s is said in plain words, as whole sentences, with a next step',
    (_code, info) => {
      for (const text of [info.summary, info.nextStep]) {
        expect(text).not.toMatch(FORBIDDEN);
        expect(text).toMatch(/^[A-Z].*[.]$/);
      }
    },
  );
});
