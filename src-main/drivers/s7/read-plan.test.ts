import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AREAS } from './area.ts';
import { planMessages, readCapacity } from './read-plan.ts';
import { makeReadRequest } from './read-request.ts';
import { type Range, wireBytes } from './request.ts';

const limits = (pduSize: number, maxGap = 32) => ({ pduSize, maxGap, isBarrier: () => false });
const db = (start: number, count: number, number = 1): Range => ({ area: AREAS.DB, db: number, start, count });

describe('the plan of a read', () => {
  it('fills one message with what lies side by side, to the last byte', () => {
    const tags = Array.from({ length: 111 }, (_, index) => db(index * 2, 2));
    expect(planMessages(tags, limits(240))).toHaveLength(1);
    expect(planMessages([...tags, db(222, 2)], limits(240))).toHaveLength(2);
  });

  it('reads the plant of the yardsticks in no more than the five messages that its span takes', () => {
    // yardsticks.md 6: 100 tags in DB1, 60 side by side, 40 scattered over 1,063 bytes, PDU 240.
    const side = Array.from({ length: 60 }, (_, index) => db(index * 4, 4));
    const scattered = Array.from({ length: 40 }, (_, index) => db(260 + index * 20, 4));
    expect(planMessages([...side, ...scattered], limits(240)).length).toBeLessThanOrEqual(5);
  });

  it('asks for at most 20 places at once', () => {
    const tags = Array.from({ length: 41 }, (_, index) => db(index * 1_000, 1));
    expect(planMessages(tags, limits(960)).map((message) => message.length)).toEqual([20, 20, 1]);
    // 12 + 12 × 19 = 240 (field guide E4).
    expect(planMessages(tags, limits(240)).map((message) => message.length)).toEqual([19, 19, 3]);
  });

  it('bridges gaps only where that saves a message', () => {
    const [message] = planMessages([db(0, 2), db(20, 2)], limits(240));
    expect(message).toHaveLength(2);
    const tags = Array.from({ length: 38 }, (_, index) => db(index * 6, 2));
    expect(planMessages(tags, limits(240, 4))).toHaveLength(2);
    expect(planMessages(tags, limits(240, 0))).toHaveLength(2);
    expect(planMessages(tags.slice(0, 37), limits(240, 4))).toHaveLength(1);
    expect(planMessages(tags.slice(0, 37), limits(240, 3))).toHaveLength(2);
  });

  it('never reaches over a place that the CPU refused to read together with what is before it', () => {
    const isBarrier = (range: Range): boolean => range.start === 2;
    expect(planMessages([db(0, 2), db(2, 2), db(4, 2)], { ...limits(240), isBarrier })[0]).toMatchObject([
      { start: 0, count: 2 },
      { start: 2, count: 4 },
    ]);
  });

  it('cuts a text that is longer than a message, and nothing else', () => {
    const [first, second] = planMessages([db(0, 256), db(300, 4)], limits(240));
    expect(first).toMatchObject([{ start: 0, count: 222 }]);
    expect(second).toMatchObject([
      { start: 222, count: 34 },
      { start: 300, count: 4 },
    ]);
  });

  it('reads every tag whole, in legal messages, whatever the tags are', () => {
    const places = [AREAS.DB, AREAS.M, AREAS.T, AREAS.C];
    const tag = fc
      .tuple(
        fc.constantFrom(...places),
        fc.integer({ min: 1, max: 2 }),
        fc.nat(1_500),
        fc.constantFrom(1, 2, 4, 8, 12, 30, 256),
      )
      .map(([area, number, start, count]) => ({
        area,
        db: area.name === 'DB' ? number : 0,
        start,
        count: area.cell === 'word' ? 1 : count,
      }));
    const sizes = fc.constantFrom(128, 240, 480, 960);
    fc.assert(
      fc.property(fc.array(tag, { minLength: 1, maxLength: 60 }), sizes, fc.nat(64), (tags, pduSize, maxGap) => {
        const messages = planMessages(tags, limits(pduSize, maxGap));
        const read = new Set<Range>();
        for (const message of messages) {
          expect(message.length).toBeLessThanOrEqual(20);
          expect(makeReadRequest(message).bytes.length - 7).toBeLessThanOrEqual(pduSize);
          const last = message.at(-1)!;
          const reply = message.reduce((sum, piece) => sum + 4 + wireBytes(piece) + (wireBytes(piece) % 2), 14);
          expect(reply - (wireBytes(last) % 2)).toBeLessThanOrEqual(pduSize);
          for (const { block, start, count } of message) {
            expect(start).toBeGreaterThanOrEqual(block.start);
            if (start + count !== block.start + block.count) continue;
            for (const item of block.items) {
              read.add(item);
              expect([item.area, item.db]).toEqual([block.area, block.db]);
              expect(item.start).toBeGreaterThanOrEqual(block.start);
              expect(item.start + item.count).toBeLessThanOrEqual(block.start + block.count);
              // Not torn apart unless no message could bring it whole.
              if (start !== block.start) expect(wireBytes(block)).toBeGreaterThan(readCapacity(pduSize));
            }
          }
        }
        expect(read.size).toBe(new Set(tags).size);
      }),
    );
  });
});
