import { fastestMsOf } from '../../../src-shared/domain/adaptive-polling.ts';
import { WINDOW_MS } from '../../../src-shared/domain/aggregate.ts';
import { formatByteSize, parseByteSize } from '../../../src-shared/domain/byte-size.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import type { NexusConfig } from '../config/nexus-config.ts';
import type { YamlFile } from '../yaml/yaml-file.ts';
import { type DeviceSketch, nameOf } from './device-sketch.ts';
import type { Fault } from './fault.ts';
import { reportInto } from './report-fault.ts';

/** What one gateway is measured for (SPEC J: P1000 is 41,000). */
const POINTS_PER_SECOND = 50_000;
/** Of a point in the log, raw (reliability reference, row 4). */
const BYTES_PER_POINT = 25;
/** The shortest outage of broker or historian that a buffer is expected to bridge (row 4). */
const BRIDGED_S = 600;

/** Compares what the devices will produce with what the gateway is set up for. @param yaml that of the settings. */
export function checkLoad(config: NexusConfig, devices: readonly DeviceSketch[], yaml: YamlFile): Fault[] {
  const faults: Fault[] = [];
  const report = reportInto(faults, yaml);
  const enabled = devices.filter(({ head }) => head.enabled !== false);
  const most = config.acquisition.max_devices;
  if (enabled.length > most) {
    const text = `${enabled.length} devices are enabled; acquisition.max_devices allows ${most}. Raise it, disable some, or share them over several gateways.`;
    report('LOAD_ESTIMATE', ['acquisition', 'max_devices'], text, 'error');
  }
  const loads = enabled
    .map((device) => ({ name: nameOf(device), rate: pointsPerSecond(device) }))
    .sort((a, b) => b.rate - a.rate);
  const rate = loads.reduce((sum, load) => sum + load.rate, 0);
  if (rate > POINTS_PER_SECOND) {
    const top = loads.slice(0, 3).map((load) => `${load.name} (${Math.round(load.rate)})`);
    const text = `Up to ${Math.round(rate)} points a second, more than the ${POINTS_PER_SECOND} of one gateway. The most come from ${top.join(', ')}. Poll less often, use deadbands, or share the devices.`;
    report('LOAD_ESTIMATE', ['acquisition'], text, 'warning');
  }
  const lastsS = parseByteSize(config.buffer.budget)! / (rate * BYTES_PER_POINT);
  if (lastsS < BRIDGED_S) {
    const wanted = formatByteSize(rate * BYTES_PER_POINT * BRIDGED_S);
    const text = `${config.buffer.budget} last ${Math.round(lastsS)} s at ${Math.round(rate)} points a second. An outage of 10 minutes needs about ${wanted}.`;
    report('BUFFER_BUDGET', ['buffer', 'budget'], text, 'warning');
  }
  return faults;
}

const aggregatesPerSecond = ({ aggregates = [] }: Tag): number =>
  aggregates.reduce((sum, { window, functions }) => sum + functions.length * (1_000 / WINDOW_MS[window]), 0);

/** As if every poll made a point, and were as fast as it may be. */
function pointsPerSecond({ head, tags }: DeviceSketch): number {
  return tags.reduce((sum, { tag }) => {
    if (!tag.enabled || (tag.poll_interval ?? head.poll_interval) === undefined) return sum;
    return sum + 1_000 / fastestMsOf(head, tag) + aggregatesPerSecond(tag);
  }, 0);
}
