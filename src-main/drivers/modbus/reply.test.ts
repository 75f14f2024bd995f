import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_AREAS } from './area.ts';
import { makeReadRequest } from './read-request.ts';
import { describeReplyFault, inspectReply, type ReplyFault, type ReplyVerdict } from './reply.ts';
import { type ModbusRequest, setTransactionId } from './request.ts';
import { maskRegister, writeCoil, writeCoils, writeRegister, writeRegisters } from './write-request.ts';

const word = fc.nat(0xffff);
const reads = fc
  .tuple(fc.constantFrom(...ALL_AREAS), fc.integer({ min: 1, max: 125 }), fc.nat(255))
  .map(([area, count, unit]) => makeReadRequest(unit, area, 7, count));
const writes = fc
  .tuple(fc.nat(255), word, word, word, fc.integer({ min: 1, max: 123 }))
  .chain(([unit, address, a, b, count]) =>
    fc.constantFrom(
      writeCoil(unit, address, a % 2 === 1),
      writeRegister(unit, address, a),
      writeCoils(unit, address, 1, Uint8Array.of(a & 1)),
      writeRegisters(unit, address, new Uint8Array(count * 2).fill(a)),
      maskRegister(unit, address, a, b),
    ),
  );
const requests = fc.tuple(fc.oneof(reads, writes), word).map(([request, id]) => {
  setTransactionId(request, id);
  return request;
});

/** The reply that is due, with data of one repeated byte. */
function rightReply(request: ModbusRequest, fill: number): Buffer {
  const reply = Buffer.alloc(6 + request.replyLength, fill);
  request.bytes.copy(reply, 0, 0, 8);
  reply.writeUInt16BE(request.replyLength, 4);
  request.expected.copy(reply, 8);
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

  it('with any one byte changed that is known before is never data: of a write, every byte is', () => {
    fc.assert(
      fc.property(requests, fc.nat(), fc.integer({ min: 1, max: 255 }), (request, place, change) => {
        const reply = rightReply(request, 0);
        reply[place % (8 + request.expected.length)]! ^= change;
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
