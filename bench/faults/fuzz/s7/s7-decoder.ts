import { AREAS } from '../../../../src-main/drivers/s7/area.ts';
import { decodeS7Frame } from '../../../../src-main/drivers/s7/decode-frame.ts';
import { FrameAssembler } from '../../../../src-main/drivers/s7/frame-assembler.ts';
import { headerError, headerFault } from '../../../../src-main/drivers/s7/pdu-header.ts';
import { makeReadRequest, type ReadRequest } from '../../../../src-main/drivers/s7/read-request.ts';
import { setReference } from '../../../../src-main/drivers/s7/request.ts';
import type { Random } from '../../../../src-main/testing/random-from.ts';
import type { DeviceDecoder } from '../device-decoder.ts';
import { fieldsWithin } from '../fields-within.ts';
import { noise } from '../mutator.ts';
import { S7_MUTATORS } from './s7-mutators.ts';

const BYTES = 20;
const DATA_AT = 25;

function rightReply(reference: number, random: Random): Buffer {
  const head = Buffer.from('0300002d02f0803203000000000002001800000401ff0400a0', 'hex');
  head.writeUInt16BE(reference, 11);
  return Buffer.concat([head, noise(random, BYTES, BYTES)]);
}

/** What the client makes of these bytes, as one text: the bytes of the values, or what is wrong. */
function outcome(chunks: readonly Buffer[], request: ReadRequest, reference: number): string {
  const assembler = new FrameAssembler();
  let seen: string | undefined;
  for (const chunk of chunks) {
    const fault = assembler.push(Buffer.from(chunk), ({ type, payload }) => {
      const wrong = type === 0xf0 ? headerFault(payload, request.replyKind, reference) : `COTP ${type}`;
      const refused = wrong === undefined && headerError(payload) !== 0 ? 'refused' : undefined;
      const problem = wrong ?? refused ?? request.inspect(payload);
      const at = request.offsets[0]!;
      seen ??= problem ?? `values ${payload.toString('hex', at, at + BYTES)} code ${request.codes[0]}`;
      return false;
    });
    if (seen !== undefined || fault !== undefined) return seen ?? fault!;
  }
  return 'incomplete';
}

/** The chunk in pieces of any size. */
function pieces(bytes: Buffer, random: Random): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + random(bytes.length);
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
}

export const s7Decoder: DeviceDecoder = {
  title: 'S7',
  tryOne(random) {
    const reference = 1 + random(0xfffe);
    const request = makeReadRequest([{ area: AREAS.DB, db: 1, start: 0, count: BYTES }]);
    setReference(request, reference);
    const right = rightReply(reference, random);
    const due = `values ${right.toString('hex', DATA_AT)} code 255`;
    const split = outcome(pieces(right, random), request, reference);
    if (split !== due) throw new Error(`a right reply in pieces is “${split}”: ${right.toString('hex')}`);
    const { change } = S7_MUTATORS[random(S7_MUTATORS.length)]!;
    const line = change(Buffer.from(right), random);
    const seen = outcome([line], request, reference);
    if (seen.startsWith('values') && !line.equals(right)) throw new Error(`believed: ${line.toString('hex')}`);
    const again = outcome(pieces(line, random), request, reference);
    if (again !== seen && !line.equals(right))
      throw new Error(`“${seen}” as a whole, “${again}” in pieces: ${line.toString('hex')}`);
    for (const direction of ['sent', 'received'] as const)
      fieldsWithin(decodeS7Frame(direction, line, random(2) === 0 ? request.bytes : line), line);
  },
};
