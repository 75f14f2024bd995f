/* Encodes columns of a batch, as the publisher does. */

import { PayloadWriter, planMetric } from '../../src-main/uns/sparkplug/encode-payload.ts';
import { METRIC_TYPE } from '../../src-main/uns/sparkplug/metric-type.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { contestantInput, finish } from '../contestant.ts';
import { type EncodeOrder, measure, START_MS, valueOf } from './encode-order.ts';

const order = contestantInput<EncodeOrder>();
const count = order.metricsPerMessage;
const plans = Array.from({ length: count }, (_, i) =>
  planMetric(`tag-${i}`, i % 2 === 0 ? METRIC_TYPE.Double : METRIC_TYPE.Int32, i + 1),
);
const [timeUs, values] = [new Float64Array(count), new Float64Array(count)];
const status = new Uint32Array(count).fill(STATUS.Good);
const writer = new PayloadWriter();

const work = measure(order, (message) => {
  const nowMs = START_MS + message;
  for (let i = 0; i < count; i++) {
    timeUs[i] = nowMs * 1_000;
    values[i] = valueOf(message, i);
  }
  writer.begin(nowMs);
  for (let i = 0; i < count; i++) {
    writer.data(plans[i]!, timeUs[i]!, values[i]!, status[i]!, undefined, false, false);
  }
  return writer.end(message & 255).length;
});
finish(work);
