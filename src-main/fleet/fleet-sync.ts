import type { FleetConflict, FleetStatus } from '../../src-shared/contract/fleet.ts';
import { isOfPartition, type Partition } from '../../src-shared/domain/fleet-partition.ts';
import { NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import type { AgreedDevices } from './agreed-devices.ts';
import type { DeviceForm, FleetRow, FleetStore } from './fleet-store.ts';
import { formPrint } from './form-print.ts';
import { StoreLink, type StoreLinkOptions } from './store-link.ts';
import { type Print, type Step, type There, threeWay } from './three-way.ts';

/** A device of the store that is to stand here: its form, or undefined to let go of it. */
export interface TakenDevice {
  readonly id: string;
  readonly form: DeviceForm | undefined;
  /** What stands here meanwhile must still have this fingerprint; else it is left alone. */
  readonly expected: Print;
}

/** The project of this gateway, as the fleet sees it. */
export interface FleetProject {
  /** Fingerprints of the devices of the project by id; asked at every look, so it must be cheap where nothing changed. */
  prints(): ReadonlyMap<string, string>;
  /** A device in the form of its file; undefined where there is none. */
  form(id: string): DeviceForm | undefined;
  /** Changes them as one revision. @returns ids that were changed. @throws NexusError NX_PROJECT_INVALID, NX_REVISION_CONFLICT */
  take(devices: readonly TakenDevice[], by: string): Promise<readonly string[]>;
  /** Who made the revision that runs. */
  author(): string;
  figures(): { readonly revision: number; readonly devices: number; readonly tags: number };
}

export interface FleetSyncOptions extends StoreLinkOptions {
  readonly instance: string;
  readonly version: string;
  readonly partition: Partition;
  readonly agreed: AgreedDevices;
  readonly project: FleetProject;
}

/**
 * Keeps the devices of this gateway and those of the store in step, both ways: changes there are applied hot, changes
 * here are told, and what both changed is a conflict that a person ends. Without the store everything goes on as it was.
 */
export class FleetSync implements Disposable {
  readonly #options: FleetSyncOptions;
  readonly #link: StoreLink;
  readonly #conflicts = new Map<string, FleetConflict>();
  readonly #refused = new Map<string, string>();
  /** Every change of the store up to this version was looked at by this process. */
  #seen = 0;
  #pulled = 0;
  #pushed = 0;
  #inStepUs: number | null = null;

  constructor(options: FleetSyncOptions) {
    this.#options = options;
    this.#link = new StoreLink(options, (store) => this.#round(store));
  }

  /** Looks again soon: something changed here, or was said to have changed there. */
  look(): void {
    this.#link.ask();
  }

  status(): FleetStatus {
    const { instance, partition, agreed } = this.#options;
    return {
      ...this.#link.state,
      instance,
      partition: { by: partition.by, values: [...partition.values] },
      devices: agreed.ids.length,
      pulled: this.#pulled,
      pushed: this.#pushed,
      conflicts: [...this.#conflicts.values()],
      refused: [...this.#refused].map(([device, problem]) => ({ device, problem })),
      inStepUs: this.#inStepUs,
    };
  }

  /** The store while it serves. @throws NexusError NX_FLEET_UNAVAILABLE */
  get store(): FleetStore {
    return this.#link.store;
  }

  /** Ends a conflict. @throws NexusError NX_NOT_FOUND, NX_REQUEST_INVALID, NX_FLEET_UNAVAILABLE */
  async resolve(device: string, keep: 'there' | 'here'): Promise<FleetStatus> {
    const { agreed, project } = this.#options;
    const row = this.#conflicts.has(device) ? await this.store.device(device) : undefined;
    if (!row) throw new NexusError('NX_NOT_FOUND', `There is no conflict about the device “${device}”.`, { device });
    const form = project.form(device);
    if (keep === 'there') {
      if (form === undefined) agreed.forget(device);
      else agreed.note(device, { version: -1, print: formPrint(form) });
    } else if (row.isRemoved && form) {
      const version = await this.#save(row.id, form, row.version);
      if (version !== undefined) agreed.note(device, { version, print: formPrint(form) });
    } else if (!this.#there(row).isOurs) {
      const text = `“${device}” belongs to another part of the fleet. Give the device here another id, or assign the one of the store to ${this.#options.instance}.`;
      throw new NexusError('NX_REQUEST_INVALID', text, { device });
    } else agreed.note(device, { version: row.version, print: formPrint(row.form) });
    await this.#link.now();
    return this.status();
  }

  dispose(): Promise<void> {
    return this.#link.dispose();
  }

  async #round(store: FleetStore): Promise<void> {
    const { agreed, project, clock, instance, version } = this.#options;
    const rows = new Map((await store.changedSince(this.#seen)).map((row) => [row.id, row]));
    // A conflict is looked at anew each time: whoever ended it did so here or there.
    for (const id of this.#conflicts.keys()) {
      const row = rows.get(id) ?? (await store.device(id));
      if (row) rows.set(id, row);
    }
    const prints = project.prints();
    const taken: { readonly row: FleetRow; readonly device: TakenDevice }[] = [];
    for (const id of new Set([...rows.keys(), ...prints.keys(), ...agreed.ids])) {
      const row = rows.get(id);
      const here = prints.get(id);
      const step = this.#step(id, here, row);
      if (row) this.#refused.delete(id);
      if (row && (step.kind === 'take' || step.kind === 'let go')) {
        const own = step.kind === 'take' ? row.form : undefined;
        taken.push({ row, device: { id, form: own, expected: here } });
      } else await this.#do(store, step, id, here, row);
    }
    await this.#take(taken);
    this.#seen = Math.max(this.#seen, ...[...rows.values()].map((row) => row.version));
    await agreed.save();
    await store.report({ name: instance, version, ...project.figures() });
    this.#inStepUs = clock.wallUs();
  }

  #step(id: string, here: Print, row: FleetRow | undefined): Step {
    const base = this.#options.agreed.of(id);
    // What did not change since is as it was agreed on.
    const there = row ? this.#there(row) : base && { ...base, isOurs: true, isRemoved: false };
    return threeWay(base, here, there);
  }

  #there(row: FleetRow): There {
    const isOurs = !row.isRemoved && isOfPartition(this.#options.partition, row);
    return { version: row.version, print: formPrint(row.form), isOurs, isRemoved: row.isRemoved };
  }

  /** Everything but taking, which is done for all devices at once. */
  async #do(store: FleetStore, step: Step, id: string, here: Print, row: FleetRow | undefined): Promise<void> {
    const { agreed, project, instance, logger } = this.#options;
    const base = agreed.of(id);
    if (step.kind !== 'conflict') this.#conflicts.delete(id);
    if (step.kind === 'agreed' && row) agreed.note(id, { version: row.version, print: formPrint(row.form) });
    else if (step.kind === 'forget') agreed.forget(id);
    else if (step.kind === 'tell') {
      const form = project.form(id);
      // It was removed meanwhile: the next look sees that.
      if (!form) return;
      const version = await this.#save(id, form, row?.version ?? base?.version);
      if (version !== undefined) agreed.note(id, { version, print: formPrint(form) });
      else if (!row) await this.#again(store, id, here);
    } else if (step.kind === 'tell removal' && base) {
      const version = await store.remove(id, `${project.author()}@${instance}`, base.version);
      if (version !== undefined) {
        agreed.forget(id);
        this.#pushed++;
      } else if (!row) await this.#again(store, id, here);
    } else if (step.kind === 'conflict' && row) {
      const { there } = step;
      if (!this.#conflicts.has(id))
        logger.warn(`device ${id} was changed here and in the store of the fleet; it stays as it is on either side`, {
          device: id,
          by: row.by,
        });
      this.#conflicts.set(id, { device: id, here: step.here, there, by: row.by, atUs: row.atUs });
    }
  }

  /** Somebody was faster: with what he wrote it is a conflict, or is none. */
  async #again(store: FleetStore, id: string, here: Print): Promise<void> {
    const row = await store.device(id);
    if (!row) return;
    const step = this.#step(id, here, row);
    if (step.kind === 'conflict' || step.kind === 'agreed') await this.#do(store, step, id, here, row);
    else this.#link.ask();
  }

  async #save(id: string, form: DeviceForm, base: number | undefined): Promise<number | undefined> {
    const { project, instance } = this.#options;
    const version = await this.store.save(id, form, { by: `${project.author()}@${instance}`, base, instance });
    if (version !== undefined) this.#pushed++;
    return version;
  }

  /** All at once; where one of them has a fault, one by one, so that it keeps no other from coming. */
  async #take(taken: readonly { readonly row: FleetRow; readonly device: TakenDevice }[]): Promise<void> {
    if (taken.length === 0) return;
    const { agreed, project } = this.#options;
    try {
      const by = [...new Set(taken.map(({ row }) => row.by))].join(', ').slice(0, 128);
      const done = new Set(
        await project.take(
          taken.map(({ device }) => device),
          by,
        ),
      );
      for (const { row, device } of taken) {
        if (!done.has(row.id)) continue;
        this.#pulled++;
        this.#conflicts.delete(row.id);
        if (device.form) agreed.note(row.id, { version: row.version, print: formPrint(device.form) });
        else agreed.forget(row.id);
      }
    } catch (error) {
      const { code, text } = toNexusError(error);
      if (taken.length > 1) for (const one of taken) await this.#take([one]);
      else if (code === 'NX_PROJECT_INVALID' || code === 'NX_REQUEST_INVALID') {
        this.#refused.set(taken[0]!.row.id, text);
        this.#options.logger.warn(`a device of the fleet is not taken: ${text}`, { device: taken[0]!.row.id, code });
      } else throw error;
    }
  }
}
