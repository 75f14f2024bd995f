import type { QualityHealth } from '../../src-shared/contract/devices.ts';
import type { QualityGate } from '../processing/quality-gate.ts';
import type { JobTag, TagRuleHit } from './acquisition-messages.ts';

/** More would only repeat themselves. */
const ALERTS_TOLD = 20;

/** Tags whose readings pass one gate. */
export interface GatedTags {
  readonly tags: readonly Pick<JobTag, 'id'>[];
  readonly gate: QualityGate | undefined;
}

/** What the quality rules of a device found, over all groups of its tags. */
export class QualityOfTags {
  readonly #groups: readonly { readonly tags: GatedTags['tags']; readonly gate: QualityGate }[];
  #told = 0;

  constructor(groups: readonly GatedTags[]) {
    this.#groups = groups.flatMap(({ tags, gate }) => (gate ? [{ tags, gate }] : []));
  }

  /** Readings that were rejected since this was asked last. */
  takeRejected(): number {
    let total = 0;
    for (const { gate } of this.#groups) total += gate.rejected;
    const fresh = total - this.#told;
    this.#told = total;
    return fresh;
  }

  /** Rules that found something, one by one. */
  *hitsByRule(): Iterable<TagRuleHit> {
    for (const { tags, gate } of this.#groups)
      for (const { row, ...hit } of gate.hitsByRule()) yield { ...hit, tag: tags[row]!.id };
  }

  /** Undefined where no tag has a rule. */
  health(): QualityHealth | undefined {
    if (this.#groups.length === 0) return undefined;
    const rules: {
      check: QualityHealth['rules'][number]['check'];
      action: QualityHealth['rules'][number]['action'];
      hits: number;
    }[] = [];
    const alerts: { tag: string; text: string }[] = [];
    for (const { tags, gate } of this.#groups) {
      for (const { check, action, hits } of gate.hits()) {
        const known = rules.find((rule) => rule.check === check && rule.action === action);
        if (known) known.hits += hits;
        else rules.push({ check, action, hits });
      }
      for (const { row, text } of gate.alerts())
        if (alerts.length < ALERTS_TOLD) alerts.push({ tag: tags[row]!.id, text });
    }
    return { rules, alerts };
  }
}
