import { STATUS } from '../../../src-shared/domain/quality.ts';
import { PayloadWriter, planMetric } from '../sparkplug/encode-payload.ts';
import { METRIC_TYPE } from '../sparkplug/metric-type.ts';

/** An NCMD that asks a node for its births: `Node Control/Rebirth` (Sparkplug B 3.0, 6.4.24). */
export function rebirthCommand(timeUs: number): Buffer {
  const writer = new PayloadWriter();
  writer.begin(Math.floor(timeUs / 1_000));
  const plan = planMetric('Node Control/Rebirth', METRIC_TYPE.Boolean);
  writer.birth(plan, { timeUs, value: 1, status: STATUS.Good, cell: undefined });
  return writer.end();
}
