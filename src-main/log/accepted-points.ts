import { noLanes, sumOf } from './lane.ts';
import type { QueuedBatch } from './log-queue.ts';
import type { Recovered } from './recovery.ts';

/** What the log has accepted so far: the numbers that every new segment begins with. */
export class AcceptedPoints {
  /** The last number of each lane, in this run. */
  readonly seq = noLanes();
  /** Over the whole life of the folder. */
  readonly points: number[];
  /** When each device was last heard. */
  readonly devices: Map<string, number>;
  lastReceivedUs: number | undefined;

  constructor(recovered: Recovered) {
    this.points = [...recovered.pointsBefore];
    this.devices = new Map(recovered.devices);
    this.lastReceivedUs = recovered.lastReceivedUs;
  }

  get total(): number {
    return sumOf(this.points);
  }

  add({ batch, deviceUid, lane, seq }: QueuedBatch): void {
    this.seq[lane] = seq;
    this.points[lane]! += batch.count;
    this.devices.set(deviceUid, batch.receivedUs);
    this.lastReceivedUs = batch.receivedUs;
  }
}
