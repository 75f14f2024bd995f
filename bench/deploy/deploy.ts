import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { deployRig } from '../../src-main/testing/deploy-rig.ts';
import type { DeployRunView } from '../../src-shared/contract/deploy-views.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { figure } from '../figure.ts';

/** Devices of 100 tags each. */
const DEVICES: Readonly<Record<Size, number>> = { tiny: 5, short: 50, long: 50 };
const TAGS = 100;
/** 5,000 tags, without the window of the gate. */
const GOAL_S = 10;

/** From the call to the open gate: check, upload, verify and apply, at a gateway in a process of its own. */
export const deploy: Benchmark = {
  name: 'deploy',
  title: 'A deploy to a headless gateway, without the window of its gate',
  missing: () => undefined,
  run: async ({ size, say }: BenchmarkRun): Promise<Outcome> => {
    const lifetime = new Lifetime('deploy benchmark');
    try {
      const devices = DEVICES[size];
      const rig = await deployRig(lifetime, { devices, tags: TAGS });
      say(`${devices} devices of ${TAGS} tags.`);
      const startedMs = performance.now();
      const { id } = await rig.start();
      let run: DeployRunView;
      do {
        await new Promise((resolve) => setTimeout(resolve, 50));
        run = await rig.workstation.ask<DeployRunView>('GET', `/deploy/runs/${id}`);
      } while (!run.targets[0]!.gate && run.state === 'running');
      const seconds = (performance.now() - startedMs) / 1_000;
      const end = await rig.ended(id);
      if (end.state !== 'done') throw new Error(`The deploy was not promoted: ${end.targets[0]!.text}`);
      const there = await rig.gateway.ask<readonly { readonly tags: number }[]>('GET', '/devices');
      const tags = there.reduce((sum, device) => sum + device.tags, 0);
      atLeast(devices * TAGS, tags, 'tags at the gateway');
      const gate = size === 'tiny' ? undefined : { atMost: GOAL_S };
      return {
        figures: [figure(`${devices * TAGS} tags, until the gate is open`, 's', [seconds], [], gate)],
        work: [`${tags} tags run at the gateway.`],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};
