import { beforeEach, describe, expect, it } from 'vitest';
import { firstLink } from './first-link.ts';
import { linkChanged } from './link.ts';

describe('the first link', () => {
  beforeEach(() => linkChanged({ kind: 'connecting' }));

  it('is waited for while it is being made, and never again', async () => {
    let over = false;
    const waited = firstLink().then(() => {
      over = true;
    });
    await Promise.resolve();
    expect(over).toBe(false);
    linkChanged({ kind: 'open', roundTripMs: 1 });
    await waited;
    expect(over).toBe(true);
    await firstLink();
  });

  it('is not waited for when the gateway does not answer: what is asked then says why it is not here', async () => {
    const waited = firstLink();
    linkChanged({ kind: 'lost', sinceMs: 0, nextTryMs: 1 });
    await expect(waited).resolves.toBeUndefined();
  });
});
