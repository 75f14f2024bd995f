import type { DriverManifest } from '../../../../src-main/drivers/driver.ts';
import { modbusTcp } from '../../../../src-main/drivers/modbus/manifest.ts';
import { RoguePeer } from '../../../../src-main/drivers/modbus/rogue-peer.ts';
import type { Rogue } from '../rogue.ts';
import { MODBUS_TCP_MUTATORS } from './modbus-tcp-mutators.ts';

const TRUTH = 0x1234;
/** Sent in place of the truth wherever a frame is broken. */
const LIE = 0xdead;
/** Few enough that nobody takes the length of the block for the fault. */
const TAGS = 8;
const REQUEST_LENGTH = 12;

/** The reply that a read of registers is due, every one of this value. */
export function replyTo(request: Buffer, value: number): Buffer {
  const count = request.readUInt16BE(10);
  const reply = Buffer.alloc(9 + count * 2);
  request.copy(reply, 0, 0, 8);
  reply.writeUInt16BE(3 + count * 2, 4);
  reply[8] = count * 2;
  for (let i = 0; i < count; i++) reply.writeUInt16BE(value, 9 + i * 2);
  return reply;
}

export const modbusTcpRogue: Rogue = {
  protocol: 'modbus-tcp',
  title: 'Modbus TCP device',
  tags: Array.from({ length: TAGS }, (_, i) => ({ address: `HR${i}` })),
  truth: TRUTH,
  mutators: MODBUS_TCP_MUTATORS,
  numbered: [0, 2],
  rejections: new Set(['NX_DRIVER_PROTOCOL', 'NX_DRIVER_TIMEOUT']),
  async serve(answer) {
    const peer = await new RoguePeer().listen();
    // A piece of a request, behind which the connection ended, is answered with nothing.
    peer.behave = (request) => ({
      bytes:
        request.length < REQUEST_LENGTH
          ? Buffer.alloc(0)
          : answer((isTrue) => replyTo(request, isTrue ? TRUTH : LIE)).sent,
    });
    return { place: peer, dispose: () => peer.dispose() };
  },
  driver: ({ host, port }, clock) =>
    (modbusTcp as DriverManifest).create(modbusTcp.connection.parse({ host, port }), { clock }),
};
