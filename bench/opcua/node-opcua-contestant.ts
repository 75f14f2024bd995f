/* Subscribes as programs with node-opcua do that care for speed: one subscription, items in groups of 1,000. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AttributeIds,
  ClientMonitoredItemGroup,
  ClientSubscription,
  MessageSecurityMode,
  OPCUAClient,
  SecurityPolicy,
  setWarningLogger,
  TimestampsToReturn,
} from 'node-opcua-client';
import { contestantInput, finish } from '../contestant.ts';
import { startMeter } from '../meter.ts';
import { counterName, NAMESPACE, StepCounter, type SubscribeOrder, type SubscribeWork } from './subscribe-work.ts';

const GROUP = 1_000;

const order = contestantInput<SubscribeOrder>();
setWarningLogger(() => {});
const client = OPCUAClient.create({
  securityMode: MessageSecurityMode.None,
  securityPolicy: SecurityPolicy.None,
  endpointMustExist: false,
});
await client.connect(`opc.tcp://127.0.0.1:${order.port}`);
const session = await client.createSession();
const namespace = (await session.readNamespaceArray()).indexOf(NAMESPACE);
const subscription = ClientSubscription.create(session, {
  requestedPublishingInterval: order.publishingMs,
  requestedMaxKeepAliveCount: 6,
  requestedLifetimeCount: 120,
  maxNotificationsPerPublish: 0,
  publishingEnabled: true,
});
const counter = new StepCounter(order.items);
for (let first = 0; first < order.items; first += GROUP) {
  const items = Array.from({ length: Math.min(GROUP, order.items - first) }, (_, i) => ({
    nodeId: `ns=${namespace};s=${counterName(first + i)}`,
    attributeId: AttributeIds.Value,
  }));
  const group = ClientMonitoredItemGroup.create(
    subscription,
    items,
    { samplingInterval: 250, queueSize: 10, discardOldest: true },
    TimestampsToReturn.Source,
  );
  group.on('changed', (_item, data, index) => counter.take(first + index, data.value.value as number));
}
await sleep(order.warmSeconds * 1_000);
counter.values = 0;
const read = startMeter();
await sleep(order.measureSeconds * 1_000);
const work: SubscribeWork = { ...read(), values: counter.values, missed: counter.missed };
// What is left behind the server would go on serving, beside the next contestant.
await session.close(true);
await client.disconnect();
finish(work);
