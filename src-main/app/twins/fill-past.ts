import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { topicOf } from '../../project/check/check-device.ts';
import type { EngineParts } from '../engine-parts.ts';
import { pastOfTwins } from './past-of-twins.ts';
import { readWaves, simulatorJob } from './simulator-job.ts';

type PastParts = Pick<EngineParts, 'clock' | 'imports' | 'jobs' | 'plant' | 'resources'>;

/** Gives the simulated devices the history of a day, as a job: a trend of a demo plant has a past to show. */
export async function fillPast({ clock, imports, jobs, plant, resources }: PastParts, actor: string): Promise<JobView> {
  const waves = await readWaves(resources);
  const tags = plant.directory.devices
    .filter(({ device }) => device.enabled && plant.simulatorPort(device.id) !== undefined)
    .flatMap(({ device }) => {
      const played = device.tags.filter(({ enabled }) => enabled);
      const { tags: simulated } = simulatorJob(device, waves, 0);
      return played.map((tag, index) => ({ topic: topicOf(device, tag), wave: simulated[index]!.wave }));
    });
  const about = { kind: 'history-import', title: 'Past of the demo plant', actor } as const;
  return jobs.start(about, (job) => imports.take(pastOfTwins(tags, clock.wallUs()), job));
}
