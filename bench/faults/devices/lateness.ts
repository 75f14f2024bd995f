import { connectAsync } from 'mqtt';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { mosquittoMissing } from '../../../src-main/testing/mosquitto-process.ts';
import { atLeast } from '../../benchmark.ts';
import { compilerMissing } from '../../compile-c.ts';
import { percentile } from '../../figure.ts';
import { PLANT_PREFIX } from '../../modbus/plant-project.ts';
import { serviceFigures, settledBalance } from '../../service-figures.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence, none } from '../campaign.ts';
import { BothSinks } from './both-sinks.ts';

const DEVICES = 200;
const TAGS = 100;
const WARM_S = 15;
const MEASURE_S = 90;
const [LATENESS, AGE] = [18, 19];

/** How late polls are and how old values when they reach a subscriber, at the load L with both sinks up. */
export const lateness: Campaign = {
  name: 'lateness',
  title: '200 devices × 100 tags at 1 s with broker and history up: lateness of polls, age of values at a subscriber',
  rows: [LATENESS, AGE],
  deadlineS: { 2: 300 },
  besideOthers: false,
  missing: () => compilerMissing() ?? mosquittoMissing(),
  async run({ say }: CampaignRun): Promise<CampaignOutcome> {
    const lifetime = new Lifetime('lateness campaign');
    try {
      const { plant, broker, service } = await BothSinks.start(
        { devices: DEVICES, tags: TAGS, warmS: WARM_S },
        lifetime,
      );
      const subscriber = await connectAsync(broker.url, { protocolVersion: 5 });
      lifetime.defer(() => subscriber.endAsync(true));
      const agesMs: number[] = [];
      let isMeasuring = false;
      subscriber.on('message', (_topic, payload) => {
        // The stamp of a batch stands in front; looking further costs what is measured.
        const stamp = /"timestamp":"([^"]+)"/.exec(payload.toString('latin1', 0, 200))?.[1];
        if (isMeasuring && stamp !== undefined) agesMs.push(Date.now() - Date.parse(stamp));
      });
      await subscriber.subscribeAsync(`${PLANT_PREFIX}/#`, { qos: 0 });
      await new Promise((resolve) => setTimeout(resolve, WARM_S * 1_000));
      say('measuring');
      const before = await serviceFigures(service);
      isMeasuring = true;
      await new Promise((resolve) => setTimeout(resolve, MEASURE_S * 1_000));
      isMeasuring = false;
      const after = await serviceFigures(service);
      await settledBalance(service);
      const late = await plant.stop();
      const points = after.balance.accepted - before.balance.accepted;
      atLeast(DEVICES * TAGS * MEASURE_S * 0.95, points, 'points accepted');
      atLeast(DEVICES * MEASURE_S * 0.8, agesMs.length, 'messages at the subscriber');
      return {
        evidence: [
          evidence(LATENESS, 'Lateness of polls, p50', 'ms', late.lateP50Ms, { atMost: 2 }),
          evidence(LATENESS, 'Lateness of polls, p99', 'ms', late.lateP99Ms, { atMost: 20 }),
          evidence(LATENESS, 'Lateness of polls, worst', 'ms', late.lateMaxMs, { atMost: 200 }),
          none(LATENESS, 'Polls skipped', 'polls', after.pollsSkipped - before.pollsSkipped),
          evidence(AGE, 'Age of values at a subscriber, p50', 'ms', percentile(agesMs, 0.5)),
          evidence(AGE, 'Age of values at a subscriber, p99', 'ms', percentile(agesMs, 0.99), { atMost: 250 }),
        ],
        work: [
          `${points.toLocaleString('en')} points in ${MEASURE_S} s, into log, history and broker; ${agesMs.length.toLocaleString('en')} messages judged; the balance adds up`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};
