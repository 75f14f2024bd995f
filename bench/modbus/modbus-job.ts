import type { DeviceJob } from '../../src-main/acquisition/acquisition-messages.ts';
import { modbusTcp } from '../../src-main/drivers/all.ts';
import { compileTagRule } from '../../src-main/processing/tag-rule.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { plantLayout } from './plant-layout.ts';
import type { ReadOrder } from './read-work.ts';

/** The job of one device of the plant, as the engine makes it from its file. */
export function modbusJob(
  number: number,
  port: number,
  { tagsPerDevice, periodMs, inFlight }: Pick<ReadOrder, 'tagsPerDevice' | 'periodMs' | 'inFlight'>,
): DeviceJob {
  const connection = modbusTcp.connection.parse({ host: '127.0.0.1', port, requests_in_flight: inFlight });
  return {
    id: `d${number}`,
    number,
    protocol: modbusTcp.id,
    endpoint: modbusTcp.endpointKey(connection),
    connection,
    pollIntervalMs: periodMs,
    simulated: false,
    tags: plantLayout(tagsPerDevice).tags.map(({ address }, i) => ({
      id: `t${i}`,
      driver: { address },
      rule: compileTagRule(Tag.parse({ id: `t${i}`, address }), number * tagsPerDevice + i),
    })),
  };
}
