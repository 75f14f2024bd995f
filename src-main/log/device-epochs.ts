import { StepBack } from '../kernel/step-back.ts';

interface DeviceEpoch {
  readonly stamps: StepBack;
  epoch: number;
}

/** Records hold it in 16 bits. */
export const LAST_EPOCH = 0xffff;

/**
 * The epoch of each batch. Stamps of a device go back where its own thread saw the clock set back, up to a second apart
 * from the others: there, and not a batch earlier or later, its new epoch begins. So within one epoch no time of a tag is
 * given out twice.
 */
export class DeviceEpochs {
  readonly #devices = new Map<string, DeviceEpoch>();

  /** Of the next batch of a device. @param epoch that of the log: a new device begins there, and no step back stays below. */
  next(deviceUid: string, receivedUs: number, epoch: number): number {
    let known = this.#devices.get(deviceUid);
    if (!known) this.#devices.set(deviceUid, (known = { stamps: new StepBack(), epoch }));
    if (known.stamps.isBack(receivedUs)) known.epoch = Math.min(Math.max(epoch, known.epoch + 1), LAST_EPOCH);
    known.stamps.note(receivedUs);
    return known.epoch;
  }
}
