import { isGood } from '../../../src-shared/domain/quality.ts';
import type { GateFigures } from '../../deploy/health-gate.ts';
import type { EngineHosts } from '../engine-hosts.ts';
import type { EngineParts } from '../engine-parts.ts';

export type FigureParts = Pick<EngineParts, 'plant' | 'last' | 'storage'> & { readonly hosts: EngineHosts };

interface Before {
  /** Identities of devices. */
  readonly connected: readonly string[];
  /** Numbers of tags. */
  readonly good: readonly number[];
  readonly polls: ReadonlyMap<string, { readonly done: number; readonly failed: number }>;
  readonly isPublishing: boolean;
  readonly restarts: number;
}

/** The running plant before a change and after it, by identities: what was renamed is the same, what was removed is not missed. */
export class PlantFigures {
  readonly #parts: FigureParts;
  #before: Before;

  constructor(parts: FigureParts) {
    this.#parts = parts;
    this.#before = this.#note();
  }

  /** What is now is what it will be compared with. */
  begin(): void {
    this.#before = this.#note();
  }

  now(): GateFigures {
    const { plant, last } = this.#parts;
    const before = this.#before;
    const enabled = new Map(
      plant.directory.devices.filter(({ device }) => device.enabled).map((entry) => [entry.uid, entry]),
    );
    const kept = before.connected.filter((uid) => enabled.has(uid)).map((uid) => enabled.get(uid)!);
    const missing = kept.filter((entry) => !isConnected(plant.devices.health(entry).status.kind));
    const present = new Set(plant.directory.tags.map(({ number }) => number));
    const tags = before.good.filter((number) => present.has(number));
    const polls = { done: 0, failed: 0 };
    for (const [uid, entry] of enabled) {
      const { polls: done, pollsFailed: failed } = plant.devices.health(entry);
      const old = before.polls.get(uid);
      // A device that was started anew counts from nothing again.
      const goesOn = old !== undefined && done >= old.done && failed >= old.failed;
      polls.done += goesOn ? done - old.done : done;
      polls.failed += goesOn ? failed - old.failed : failed;
    }
    return {
      devices: {
        before: kept.length,
        connected: kept.length - missing.length,
        missing: missing.map(({ device }) => device.id),
      },
      tags: { before: tags.length, good: tags.filter((number) => isGood(last.get(number).status)).length },
      polls,
      broker: { before: before.isPublishing, now: this.#isPublishing() },
      restarts: this.#restarts() - before.restarts,
    };
  }

  /** Connected and all that are enabled; good and all that there are. */
  counts(): {
    readonly devices: { readonly connected: number; readonly total: number };
    readonly tags: { readonly good: number; readonly total: number };
  } {
    const { plant, last } = this.#parts;
    const enabled = plant.directory.devices.filter(({ device }) => device.enabled);
    const connected = enabled.filter((entry) => isConnected(plant.devices.health(entry).status.kind)).length;
    const { tags } = plant.directory;
    return { devices: { connected, total: enabled.length }, tags: { good: last.countGood(tags), total: tags.length } };
  }

  #note(): Before {
    const { plant, last } = this.#parts;
    const enabled = plant.directory.devices.filter(({ device }) => device.enabled);
    const polls = enabled.map((entry) => {
      const { polls: done, pollsFailed: failed } = plant.devices.health(entry);
      return [entry.uid, { done, failed }] as const;
    });
    return {
      connected: enabled.filter((entry) => isConnected(plant.devices.health(entry).status.kind)).map(({ uid }) => uid),
      good: plant.directory.tags.map(({ number }) => number).filter((number) => isGood(last.get(number).status)),
      polls: new Map(polls),
      isPublishing: this.#isPublishing(),
      restarts: this.#restarts(),
    };
  }

  #isPublishing(): boolean {
    return this.#parts.storage.publishing?.client.state.kind === 'connected';
  }

  #restarts(): number {
    return this.#parts.hosts.all.reduce((sum, { restarts }) => sum + restarts, 0);
  }
}

const isConnected = (kind: string): boolean => kind === 'connected' || kind === 'degraded';
