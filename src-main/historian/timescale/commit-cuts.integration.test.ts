import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { seededRandom } from '../../log/counter-frame.ts';
import { DatabaseRig } from '../../testing/database-rig.ts';
import type { Direction, Fate } from '../../testing/fault-proxy.ts';
import { postgresMissing } from '../../testing/postgres-programs.ts';

/** What the server sends last after it has committed: that a COPY or a COMMIT is complete, and that it is idle. */
const COPIED = Buffer.from('COPY ');
const COMMITTED = Buffer.from('COMMIT');
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
/** Of the answers that tell of a commit, the share that never arrives. */
const SHARE = 0.7;

let lifetime: Lifetime;

beforeEach(() => {
  lifetime = new Lifetime('test');
});

afterEach(() => lifetime.dispose());

const tellsOfCommit = (chunk: Buffer): boolean =>
  chunk.subarray(-READY.length).equals(READY) && (chunk.includes(COPIED) || chunk.includes(COMMITTED));

describe.each([
  { kind: 'apache', most: 500 },
  { kind: 'plain', most: 50 },
] as const)('a historian whose database is $kind', ({ kind, most }) => {
  it.skipIf(postgresMissing(kind) !== undefined)(
    `has every point once after ${most} answers to a COMMIT that never came`,
    async () => {
      const rig = lifetime.add(await DatabaseRig.start(kind));
      const random = seededRandom(500);
      let cuts = 0;
      const cutAtCommit = (chunk: Buffer, direction: Direction): Fate => {
        if (direction === 'to device' || cuts >= most || !tellsOfCommit(chunk) || random() > SHARE) return 'pass';
        cuts++;
        return 'drop';
      };
      rig.proxy.judge(cutAtCommit);
      await rig.open({ batchMs: 1, retryMs: 1 });
      const endMs = performance.now() + 60_000;
      while (cuts < most && performance.now() < endMs) {
        rig.append(1);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      expect(cuts).toBe(most);
      await rig.proxy.restore();
      await rig.expectAllStored();
    },
  );
});
