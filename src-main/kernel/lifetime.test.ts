import { afterEach, describe, expect, it } from 'vitest';
import { Lifetime, trackLifetimes } from './lifetime.ts';

describe('a lifetime', () => {
  it('undoes last first and waits for each', async () => {
    const events: string[] = [];
    const lifetime = new Lifetime('test');
    lifetime.defer(() => void events.push('first'));
    lifetime.defer(async () => {
      await Promise.resolve();
      events.push('second');
    });
    await lifetime.dispose();
    expect(events).toEqual(['second', 'first']);
  });

  it('goes on when one part cannot be undone, and says so at the end', async () => {
    const events: string[] = [];
    const lifetime = new Lifetime('test');
    lifetime.defer(() => void events.push('undone'));
    lifetime.defer(() => {
      throw new TypeError('stuck');
    });
    await expect(lifetime.dispose()).rejects.toThrow('1 of its parts');
    expect(events).toEqual(['undone']);
  });

  it('undoes at once what is added after its end', async () => {
    const lifetime = new Lifetime('test');
    await lifetime.dispose();
    let undone = 0;
    lifetime.defer(() => void undone++);
    expect(undone).toBe(1);
  });

  it('is disposed of once, however often it is asked', async () => {
    let undone = 0;
    const lifetime = new Lifetime('test');
    lifetime.defer(() => void undone++);
    await Promise.all([lifetime.dispose(), lifetime.dispose()]);
    expect(undone).toBe(1);
    expect(lifetime.signal.aborted).toBe(true);
  });

  describe('while lifetimes are tracked', () => {
    const tracking = trackLifetimes();
    afterEach(() => tracking.stop());

    it('is found with the place that made it when nobody disposed of it', async () => {
      const kept = new Lifetime('forgotten');
      const ended = new Lifetime('ended');
      await ended.dispose();
      expect(tracking.leaked()).toHaveLength(1);
      expect(tracking.leaked()[0]).toContain('lifetime.test.ts');
      await kept.dispose();
      expect(tracking.leaked()).toEqual([]);
    });
  });
});
