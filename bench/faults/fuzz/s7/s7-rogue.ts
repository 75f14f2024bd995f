import { S7Connection } from '../../../../src-main/drivers/s7/connection.ts';
import { S7Driver } from '../../../../src-main/drivers/s7/driver.ts';
import {
  acceptSetup,
  acknowledge,
  CONNECT_CONFIRM,
  ScriptedCpu,
} from '../../../../src-main/drivers/s7/scripted-cpu.ts';
import type { Rogue } from '../rogue.ts';
import { S7_MUTATORS } from './s7-mutators.ts';

const TRUTH = 0x1234;
const LIE = 0xdead;
const TAGS = 10;

function replyTo(pdu: Buffer, value: number): Buffer {
  return acknowledge(pdu, '0401', `ff0400a0${value.toString(16).padStart(4, '0').repeat(TAGS)}`);
}

export const s7Rogue: Rogue = {
  protocol: 's7',
  title: 'S7 CPU',
  tags: Array.from({ length: TAGS }, (_, index) => ({ address: `DB1.DBW${index * 2}` })),
  truth: TRUTH,
  mutators: S7_MUTATORS,
  numbered: [11, 13],
  rejections: new Set([
    'NX_NET_REFUSED',
    'NX_NET_TIMEOUT',
    'NX_DRIVER_PROTOCOL',
    'NX_DRIVER_TIMEOUT',
    'NX_DRIVER_DISCONNECTED',
  ]),
  async serve(answer, greet) {
    const cpu = await new ScriptedCpu((step, pdu) => {
      if (step === 'connect') return greet(CONNECT_CONFIRM).sent;
      if (step === 'setup') return greet(acceptSetup(pdu)).sent;
      return answer((isTrue) => replyTo(pdu, isTrue ? TRUTH : LIE)).sent;
    }).listen();
    return { place: cpu, dispose: () => cpu.dispose() };
  },
  driver: ({ host, port }, clock) => new S7Driver(S7Connection.parse({ host, port }), clock),
};
