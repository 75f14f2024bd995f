import type { DeviceJob } from '../../src-main/acquisition/acquisition-messages.ts';
import { s7 } from '../../src-main/drivers/all.ts';
import { compileTagRule } from '../../src-main/processing/tag-rule.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { s7Address, s7Layout } from './s7-layout.ts';
import { PDU } from './s7-plant.ts';

/** The job of one CPU of the plant, as the engine makes it from its file. */
export function s7Job(
  number: number,
  port: number,
  { tagsPerDevice, periodMs }: { readonly tagsPerDevice: number; readonly periodMs: number },
): DeviceJob {
  const connection = s7.connection.parse({ host: '127.0.0.1', port, pdu_size: PDU });
  return {
    id: `d${number}`,
    number,
    protocol: s7.id,
    endpoint: s7.endpointKey(connection),
    connection,
    pollIntervalMs: periodMs,
    simulated: false,
    tags: s7Layout(tagsPerDevice).cells.map((cell, i) => {
      const address = s7Address(cell);
      return {
        id: `t${i}`,
        driver: { address },
        rule: compileTagRule(Tag.parse({ id: `t${i}`, address }), number * tagsPerDevice + i),
      };
    }),
  };
}
