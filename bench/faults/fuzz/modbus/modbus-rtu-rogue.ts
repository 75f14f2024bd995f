import type { DriverManifest } from '../../../../src-main/drivers/driver.ts';
import { RoguePeer } from '../../../../src-main/drivers/modbus/rogue-peer.ts';
import { rtuFrame } from '../../../../src-main/drivers/modbus/rtu/crc16.ts';
import { modbusRtuOverTcp } from '../../../../src-main/drivers/modbus/rtu/manifest.ts';
import type { Rogue } from '../rogue.ts';
import { MODBUS_RTU_MUTATORS } from './modbus-rtu-mutators.ts';

const TRUTH = 0x1234;
const LIE = 0xdead;
const TAGS = 8;
const REQUEST_LENGTH = 8;

function replyTo(request: Buffer, value: number): Buffer {
  const count = request.readUInt16BE(4);
  const body = Buffer.alloc(3 + count * 2);
  request.copy(body, 0, 0, 2);
  body[2] = count * 2;
  for (let i = 0; i < count; i++) body.writeUInt16BE(value, 3 + i * 2);
  return rtuFrame(body);
}

/** Frames of a serial line, over TCP as behind a device server: no operating system gives a test a serial line. */
export const modbusRtuRogue: Rogue = {
  protocol: 'modbus-rtu',
  title: 'Modbus RTU device',
  tags: Array.from({ length: TAGS }, (_, i) => ({ address: `HR${i}` })),
  truth: TRUTH,
  mutators: MODBUS_RTU_MUTATORS,
  numbered: [0, 0],
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
    (modbusRtuOverTcp as DriverManifest).create(modbusRtuOverTcp.connection.parse({ host, port }), { clock }),
};
