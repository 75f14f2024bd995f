import type { AuditActor } from '../../../src-shared/domain/audit-entry.ts';

const MOST = 1_000;

/** Who called lately, by the name that journals keep of him, so that what they tell has his identity in the trail. */
export class KnownCallers {
  readonly #byName = new Map<string, AuditActor>();

  met({ kind, id, name }: AuditActor): void {
    if (this.#byName.get(name)?.id === id) return;
    this.#byName.delete(name);
    this.#byName.set(name, { kind, id, name });
    // The oldest goes first: a map keeps the order of insertion.
    if (this.#byName.size > MOST) this.#byName.delete(this.#byName.keys().next().value!);
  }

  named(name: string): AuditActor {
    return this.#byName.get(name) ?? { kind: 'system', id: name, name };
  }
}
