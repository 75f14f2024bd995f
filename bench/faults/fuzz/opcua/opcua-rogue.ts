import type { DriverManifest } from '../../../../src-main/drivers/driver.ts';
import { OpcUaConnection } from '../../../../src-main/drivers/opcua/connection.ts';
import { GarblingRelay, READ_RESPONSE } from '../../../../src-main/drivers/opcua/garbling-relay.ts';
import { opcua } from '../../../../src-main/drivers/opcua/manifest.ts';
import { Open62541Peer, PLANT } from '../../../../src-main/testing/open62541-peer.ts';
import { trixieMissing } from '../../../../src-main/testing/trixie.ts';
import type { Rogue } from '../rogue.ts';
import { OPCUA_MUTATORS } from './opcua-mutators.ts';

/** What the double of the server is. */
const TRUTH = 0.1;
const TRUE_BYTES = Buffer.alloc(8);
TRUE_BYTES.writeDoubleLE(TRUTH);
const LIE = Buffer.from('dededededededede', 'hex');

/** One server for all lanes: it is the relays that are rogue. */
let server: Promise<Open62541Peer> | undefined;
let lanes = 0;

function lying(bytes: Buffer): Buffer {
  const lie = Buffer.from(bytes);
  for (let at = lie.indexOf(TRUE_BYTES); at >= 0; at = lie.indexOf(TRUE_BYTES, at)) LIE.copy(lie, at);
  return lie;
}

/** A server in a process of its own, whose answers to reads pass through hands that change them. */
export const opcuaRogue: Rogue = {
  protocol: 'opcua',
  title: 'OPC UA server',
  tags: Array.from({ length: 3 }, () => ({ address: `${PLANT}s=double` })),
  truth: TRUTH,
  mutators: OPCUA_MUTATORS,
  numbered: [8, 40],
  rejections: new Set([
    'NX_NET_REFUSED',
    'NX_NET_TIMEOUT',
    'NX_DRIVER_PROTOCOL',
    'NX_DRIVER_TIMEOUT',
    'NX_DRIVER_DISCONNECTED',
    'NX_DRIVER_REJECTED',
  ]),
  missing: () => trixieMissing('open62541'),
  async serve(answer, greet) {
    server ??= Open62541Peer.start();
    lanes++;
    const peer = await server;
    const relay = await new GarblingRelay(peer).listen();
    // What is read right behind the opening of a session is the server itself.
    relay.garble = ({ bytes, type, before }) =>
      type === READ_RESPONSE && before > 0
        ? answer((isTrue) => (isTrue ? bytes : lying(bytes))).sent
        : greet(bytes).sent;
    return {
      place: relay,
      dispose: async () => {
        await relay.dispose();
        if (--lanes === 0) peer.dispose();
      },
    };
  },
  driver: ({ host, port }, clock) => {
    const endpoint = `opc.tcp://${host}:${port}`;
    const connection = OpcUaConnection.parse({ endpoint, request_timeout: '60s', connect_timeout: '60s' });
    return (opcua as DriverManifest).create(connection, { clock });
  },
};
