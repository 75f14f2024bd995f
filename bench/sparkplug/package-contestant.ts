/* Encodes the same metrics with sparkplug-payload of Eclipse Tahu, which takes an object for each. */
import { createRequire } from 'node:module';
import { contestantInput, finish } from '../contestant.ts';
import { type EncodeOrder, measure, START_MS, valueOf } from './encode-order.ts';

interface Tahu {
  encodePayload(payload: object): Uint8Array;
}
const require = createRequire(import.meta.url);
const tahu = (require('sparkplug-payload') as { get(version: string): Tahu }).get('spBv1.0');

const order = contestantInput<EncodeOrder>();
const numbers = Array.from({ length: order.metricsPerMessage }, (_, i) => i);

const work = measure(order, (message) => {
  const timestamp = START_MS + message;
  const metrics = numbers.map((i) => {
    const type = i % 2 === 0 ? 'Double' : 'Int32';
    return { alias: i + 1, timestamp, type, value: valueOf(message, i) };
  });
  return tahu.encodePayload({ timestamp, metrics, seq: message & 255 }).length;
});
finish(work);
