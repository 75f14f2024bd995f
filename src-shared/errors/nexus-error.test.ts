import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from './error-codes.ts';
import { isRetryable, NexusError, toNexusError } from './nexus-error.ts';

describe('a NexusError', () => {
  it('carries its code in the message, for logs whose stack is garbled', () => {
    expect(new NexusError('NX_NET_REFUSED', 'PLC refused port 502.').message).toBe(
      'PLC refused port 502. [NX_NET_REFUSED]',
    );
  });

  it('comes back from a wire with code, text and context', () => {
    const error = new NexusError('NX_NOT_FOUND', 'There is no device “x”.', { device: 'x' });
    const back = NexusError.fromShape(structuredClone(error.toShape()));
    expect(back).toMatchObject({ code: 'NX_NOT_FOUND', text: 'There is no device “x”.', context: { device: 'x' } });
  });

  it('keeps the cause of what it wraps and says whether trying again may help', () => {
    const cause = new Error('boom');
    expect(toNexusError(cause)).toMatchObject({ code: 'NX_INTERNAL', cause });
    expect(isRetryable(new NexusError('NX_NET_TIMEOUT'))).toBe(true);
    expect(isRetryable(cause)).toBe(false);
  });

  it('has for every code a summary and a next step in whole sentences', () => {
    const words = /\b(invalid|illegal|please|oops|failed to|unable to|something went wrong)\b/i;
    for (const [code, info] of Object.entries(ERROR_CODES)) {
      expect(info.summary, code).toMatch(/^[A-Z].*\.$/);
      expect(info.nextStep, code).toMatch(/\.$/);
      expect(`${info.summary} ${info.nextStep}`, code).not.toMatch(words);
    }
  });
});
