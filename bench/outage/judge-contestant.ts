/* Counts what a broker hands over, point by point, and how old it is; prints it when its input ends. */
import { connect } from 'mqtt';
import { decodePayload } from '../../src-main/uns/payload/decode-payload.ts';
import { contestantInput, finish } from '../contestant.ts';
import { percentile } from '../figure.ts';
import type { Judged, JudgeOrder } from './judge-order.ts';

/** Ages are of what is live: one in so many messages, so that the judge costs little. */
const MOST_AGES = 200_000;

const order = contestantInput<JudgeOrder>();
const latest = new Map<string, number>();
const ages: number[] = [];
let firsts = 0;
let repeats = 0;

// Its session outlives the broker's restart, so that it misses nothing of what the gateway sends first.
const client = connect(order.url, {
  clientId: 'judge',
  clean: false,
  reconnectPeriod: 50,
  protocolVersion: 5,
  properties: { sessionExpiryInterval: 3_600, receiveMaximum: 1_000 },
});
client.on('error', () => {});
client.on('message', (topic, payload) => {
  const nowUs = Date.now() * 1_000;
  const decoded = decodePayload(topic, payload);
  for (const { topic: tag, timeUs } of decoded?.points ?? []) {
    if (timeUs !== undefined && timeUs > (latest.get(tag) ?? 0)) {
      latest.set(tag, timeUs);
      firsts++;
      if (ages.length < MOST_AGES) ages.push((nowUs - timeUs) / 1_000);
    } else repeats++;
  }
});
await client.subscribeAsync(order.filter, { qos: 1 });
process.stderr.write('listening\n');
process.stdin.resume();
process.stdin.on('end', () => {
  const p = (share: number): number => (ages.length === 0 ? 0 : percentile(ages, share));
  finish({ firsts, repeats, ageMs: { p50: p(0.5), p99: p(0.99) } } satisfies Judged);
});
