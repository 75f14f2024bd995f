/* Receives the messages that wait with mqtt.js and throws them away; the library acknowledges each as it comes. */
import { connect } from 'mqtt';
import { contestantInput, finish } from '../contestant.ts';
import { DrainMeter } from '../publish/drain-meter.ts';
import type { IngestOrder } from './ingest-order.ts';

const LOOK_MS = 50;

const order = contestantInput<IngestOrder>();
const properties = { sessionExpiryInterval: 3_600, receiveMaximum: 60_000 };
const client = connect(order.url, { protocolVersion: 5, clean: false, clientId: order.clientId, properties });
const meter = new DrainMeter();
let received = 0;
client.on('message', () => {
  if (++received === order.messages) finish(meter.result());
});
setInterval(() => meter.look(received), LOOK_MS);
