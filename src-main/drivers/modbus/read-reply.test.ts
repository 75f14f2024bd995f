import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_AREAS } from './area.ts';
import { describeReplyFault, inspectReply, type ReplyFault, type ReplyVerdict } from './read-reply.ts';
import { makeReadRequest, type ReadRequest, setTransactionId } from './read-request.ts';

const requests = fc
  .record({
    area: fc.constantFrom(...ALL_AREAS),
    count: fc.integer({ min: 1, max: 125 }),
    unit: fc.nat(255),
    id: fc.nat(0xffff),
  })
  .map(({ area, count, unit, id }) => {
    const request = makeReadRequest(unit, area, 7, count);
    setTransactionId(request, id);
    return request;
  });

/** The reply that is due, with data of one repeated byte. */
function rightReply(request: ReadRequest, fill: number): Buffer {
  const reply = Buffer.alloc(9 + request.byteCount, fill);
  request.bytes.copy(reply, 0, 0, 8);
  reply.writeUInt16BE(3 + request.byteCount, 4);
  reply[8] = request.byteCount;
  return reply;
}

function isFault(verdict: ReplyVerdict): verdict is ReplyFault {
  return verdict !== 'incomplete' && verdict !== 'data' && verdict !== 'exception';
}

describe('a reply', () => {
  it('is incomplete up to its last byte and complete with it', () => {
    fc.assert(
      fc.property(requests, fc.nat(255), (request, fill) => {
        const reply = rightReply(request, fill);
        for (let length = 0; length < reply.length; length++)
          expect(inspectReply(reply, length, request)).toBe('incomplete');
        expect(inspectReply(reply, reply.length, request)).toBe('data');
      }),
    );
  });

  it('with any one byte of its header changed is never data', () => {
    fc.assert(
      fc.property(requests, fc.nat(8), fc.integer({ min: 1, max: 255 }), (request, at, change) => {
        const reply = rightReply(request, 0);
        reply[at]! ^= change;
        const verdict = inspectReply(reply, reply.length, request);
        expect(verdict).not.toBe('data');
        if (isFault(verdict)) expect(describeReplyFault(verdict, reply, reply.length, request)).not.toBe('');
      }),
      { numRuns: 10_000 },
    );
  });

  it('of any bytes at all gets a verdict, and the same one however it is cut', () => {
    fc.assert(
      fc.property(requests, fc.uint8Array({ maxLength: 300 }), fc.nat(9), (request, noise, kept) => {
        const reply = Buffer.concat([rightReply(request, 0).subarray(0, kept), noise]);
        const whole = inspectReply(reply, reply.length, request);
        let stepwise: ReplyVerdict = 'incomplete';
        let length = 0;
        while (stepwise === 'incomplete' && length < reply.length) stepwise = inspectReply(reply, ++length, request);
        // Cut in single bytes, a reply is complete before the bytes behind it are seen.
        if (whole === 'trailing-bytes') expect(['data', 'exception']).toContain(stepwise);
        else expect(stepwise).toBe(whole);
      }),
      { numRuns: 10_000 },
    );
  });
});
