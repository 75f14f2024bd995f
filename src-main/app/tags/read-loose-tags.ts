import type { LooseValue } from '../../../src-shared/contract/values.ts';
import { describeStatus, isBad, STATUS } from '../../../src-shared/domain/quality.ts';
import { Tag } from '../../../src-shared/domain/tag.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverTag } from '../../drivers/driver.ts';
import { Normaliser } from '../../processing/normalise.ts';
import { compileTagRule } from '../../processing/tag-rule.ts';
import { driverTagOfForm } from '../devices/address-views.ts';
import type { EngineParts } from '../engine-parts.ts';
import { placeOf } from '../twins/twin-place.ts';
import { jsonValue } from './value-rows.ts';

type Form = Readonly<Record<string, unknown>>;

/** What of a tag makes a value of a reading. Quality rules are left out: a look shows what there is. */
const Read = Tag.pick({
  ...{ scaling: true, raw_low: true, raw_high: true, eu_low: true, eu_high: true, scale: true, offset: true },
  ...{ clamp_low: true, clamp_high: true, unit: true, unit_from: true },
}).strip();

/** Of one device: who asks while others wait is turned away, as each read takes a turn from the polls. */
const MOST_WAITING = 3;

/** Reads tags that need not be saved, one call after another for each device. */
export class LooseReader {
  readonly #parts: Pick<EngineParts, 'plant' | 'clock'>;
  readonly #waiting = new Map<string, Promise<unknown>[]>();

  constructor(parts: Pick<EngineParts, 'plant' | 'clock'>) {
    this.#parts = parts;
  }

  /**
   * The values of now of tags as their forms say, in their order; what is wrong with one of them is its fault.
   * @throws NexusError NX_NOT_FOUND; NX_PROBE_BUSY; NX_REQUEST_INVALID for a device that is made of others; what reading
   * the device throws.
   */
  async read(device: string, forms: readonly Form[]): Promise<LooseValue[]> {
    const waiting = this.#waiting.get(device) ?? [];
    if (waiting.length >= MOST_WAITING)
      throw new NexusError(
        'NX_PROBE_BUSY',
        `“${device}” is being looked at by others. Nothing was sent. Wait a moment.`,
      );
    const before = waiting.at(-1) ?? Promise.resolve();
    const next = before.catch(() => {}).then(() => this.#read(device, forms));
    this.#waiting.set(device, [...waiting, next]);
    try {
      return await next;
    } finally {
      const left = (this.#waiting.get(device) ?? []).filter((one) => one !== next);
      if (left.length > 0) this.#waiting.set(device, left);
      else this.#waiting.delete(device);
    }
  }

  async #read(id: string, forms: readonly Form[]): Promise<LooseValue[]> {
    const { plant, clock } = this.#parts;
    const { device } = plant.directory.device(id);
    const { manifest, connection } = placeOf(device, plant.simulatorPort(id));
    if (manifest.expressions)
      throw new NexusError('NX_REQUEST_INVALID', `“${id}” is calculated. Its tags have values once they are applied.`);
    const found = forms.map((form) => driverTagOfForm(form, manifest, connection));
    const rows = found.flatMap((one, index) => ('tag' in one ? [{ index, tag: one.tag }] : []));
    const values = found.map((one): LooseValue => looseFault('fault' in one ? one.fault.text : ''));
    if (rows.length === 0) return values;
    const read = await plant
      .readLoose(
        id,
        rows.map(({ tag }): DriverTag => tag),
      )
      .catch((error: unknown) => toNexusError(error));
    if (!read || read instanceof NexusError) {
      const text = read?.text ?? `“${id}” is not connected, so nothing was sent.`;
      for (const { index } of rows) values[index] = looseFault(text);
      return values;
    }
    const rules = rows.map(({ index }, row) => compileTagRule({ ...ANY, ...soundScale(forms[index]!) }, row));
    const batch = new Normaliser({ device: 0, rules, simulated: false }).normalise(read.columns, clock.wallUs());
    const faults = new Map(read.faults);
    for (let at = 0; at < (batch?.count ?? 0); at++) {
      const [row, status] = [batch!.tag[at]!, batch!.status[at]!];
      const cell = batch!.cells?.find((one) => one.row === at);
      const fault = isBad(status) ? (faults.get(row) ?? describeStatus(status)) : null;
      values[rows[row]!.index] = { value: isBad(status) ? null : jsonValue(batch!.value[at]!, cell), status, fault };
    }
    return values;
  }
}

const ANY: Tag = Tag.parse({ id: 'any', address: 'any' });

/** A scale that is not right yet counts as none: what is read is shown in device units then. */
const soundScale = (form: Form): Partial<Tag> => Read.safeParse(form).data ?? {};

const looseFault = (text: string): LooseValue => ({ value: null, status: STATUS.BadNoCommunication, fault: text });
