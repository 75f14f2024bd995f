import { cleanText } from '../../kernel/clean-text.ts';
import { type ModbusRequest, PDU_DATA_OFFSET } from './request.ts';

/** Encapsulated interface and its type “read device identification” (MODBUS Application Protocol V1.1b3, 6.21). */
const ENCAPSULATED = 43;
const READ_IDENTIFICATION = 14;
const BASIC = 1;
/** Unit, function, type, code, conformity, more follows, next object, number of objects; each object adds to it. */
const SHORTEST_REPLY = 8;
const LONGEST_REPLY = 254;
const OBJECTS_OFFSET = PDU_DATA_OFFSET + 6;
const TEXT_MAX = 80;
const NAMES = ['Vendor', 'Product', 'Revision'];

/** What a device says of itself. */
export interface Identification {
  readonly objects: readonly { readonly name: string; readonly text: string }[];
  /** The object to ask for next, where not all fitted in. */
  readonly next: number | undefined;
}

/** Asks for vendor, product and revision. @param from number of the first object. */
export function makeIdentificationRequest(unitId: number, from: number): ModbusRequest {
  return {
    bytes: Buffer.of(0, 0, 0, 0, 0, 5, unitId, ENCAPSULATED, READ_IDENTIFICATION, BASIC, from),
    unitId,
    functionCode: ENCAPSULATED,
    expected: Buffer.alloc(0),
    replyLength: SHORTEST_REPLY,
    longestReply: LONGEST_REPLY,
    measure: measureObjects,
  };
}

/** Goes from object to object, as each says how long it is. */
function measureObjects(bytes: Buffer, length: number): number | undefined {
  if (length < OBJECTS_OFFSET) return undefined;
  let end = OBJECTS_OFFSET;
  for (let left = bytes[OBJECTS_OFFSET - 1]!; left > 0; left--) {
    if (length < end + 2) return undefined;
    end += 2 + bytes[end + 1]!;
  }
  return end - 6;
}

/** @param reply from its first byte. @returns undefined where the objects do not fill the reply exactly. */
export function readIdentification(reply: DataView): Identification | undefined {
  const end = 6 + reply.getUint16(4);
  const at = (offset: number): number => reply.getUint8(PDU_DATA_OFFSET + offset);
  if (at(0) !== READ_IDENTIFICATION || at(1) !== BASIC) return undefined;
  const [hasMore, next, count] = [at(3) === 0xff, at(4), at(5)];
  const objects: { name: string; text: string }[] = [];
  let offset = OBJECTS_OFFSET;
  for (let index = 0; index < count; index++) {
    if (offset + 2 > end) return undefined;
    const [id, length] = [reply.getUint8(offset), reply.getUint8(offset + 1)];
    const bytes = new Uint8Array(
      reply.buffer,
      reply.byteOffset + offset + 2,
      Math.min(length, Math.max(0, end - offset - 2)),
    );
    if (bytes.length < length) return undefined;
    objects.push({
      name: NAMES[id] ?? `Object ${id}`,
      text: cleanText(Buffer.from(bytes).toString('latin1'), TEXT_MAX),
    });
    offset += 2 + length;
  }
  return offset === end ? { objects, next: hasMore ? next : undefined } : undefined;
}
