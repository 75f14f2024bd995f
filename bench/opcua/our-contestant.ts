/* Subscribes as an acquisition host does: driver, session and normalising, up to the finished batch. */
import { HostDevices } from '../../src-main/acquisition/host-devices.ts';
import { opcua } from '../../src-main/drivers/all.ts';
import type { DriverManifest } from '../../src-main/drivers/driver.ts';
import { systemClock } from '../../src-main/kernel/clock.ts';
import { silentLogger } from '../../src-main/kernel/logger.ts';
import { compileTagRule } from '../../src-main/processing/tag-rule.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { contestantInput, finish } from '../contestant.ts';
import { startMeter } from '../meter.ts';
import { counterName, NAMESPACE, StepCounter, type SubscribeOrder, type SubscribeWork } from './subscribe-work.ts';

const order = contestantInput<SubscribeOrder>();
const connection = opcua.connection.parse({
  endpoint: `opc.tcp://127.0.0.1:${order.port}`,
  publishing_interval: `${order.publishingMs}ms`,
});
const counter = new StepCounter(order.items);
const devices = new HostDevices({
  clock: systemClock,
  logger: silentLogger,
  random: Math.random,
  findDriver: () => opcua as DriverManifest,
  onStatus: () => {},
  onBatch: ({ count, tag, value }) => {
    for (let row = 0; row < count; row++) counter.take(tag[row]!, value[row]!);
  },
});
await devices.add({
  id: 'plant',
  number: 0,
  protocol: opcua.id,
  endpoint: opcua.endpointKey(connection),
  connection,
  pollIntervalMs: 1_000,
  simulated: false,
  tags: Array.from({ length: order.items }, (_, item) => {
    const address = `nsu=${NAMESPACE};s=${counterName(item)}`;
    return { id: `t${item}`, driver: { address }, rule: compileTagRule(Tag.parse({ id: `t${item}`, address }), item) };
  }),
});
await systemClock.sleep(order.warmSeconds * 1_000);
counter.values = 0;
const read = startMeter();
await systemClock.sleep(order.measureSeconds * 1_000);
const work: SubscribeWork = { ...read(), values: counter.values, missed: counter.missed };
// What is left behind the server would go on serving, beside the next contestant.
await devices.dispose();
finish(work);
