import type { GateLimits, GateLine } from '../../src-shared/domain/deploy-gate.ts';

/** What a gateway shows after a change, seen against what it was before. */
export interface GateFigures {
  /** Of those that were connected before and are still configured. */
  readonly devices: { readonly before: number; readonly connected: number; readonly missing: readonly string[] };
  /** Of those that were good before and are still configured. */
  readonly tags: { readonly before: number; readonly good: number };
  /** Since the change. */
  readonly polls: { readonly done: number; readonly failed: number };
  readonly broker: { readonly before: boolean; readonly now: boolean };
  /** Worker threads that died since the change. */
  readonly restarts: number;
}

/** A thread may die once by chance; more is a loop. */
const MOST_RESTARTS = 2;

/** Judges the figures of one moment: every line of the gate with what is seen and what is asked for. */
export function judgeGate(figures: GateFigures, limits: GateLimits): readonly GateLine[] {
  const { devices, tags, polls, broker, restarts } = figures;
  const goodTags = Math.ceil(tags.before * limits.good_tags);
  const succeeded = polls.done - polls.failed;
  const share = polls.done === 0 ? 0 : succeeded / polls.done;
  const hasPolled = polls.done > 0 || devices.before === 0;
  return [
    {
      check: 'devices',
      isMet: devices.connected >= devices.before,
      seen: devices.before === 0 ? 'new' : `${devices.connected} of ${devices.before} connected`,
      limit: devices.before === 0 ? 'none: no device was connected before' : `${devices.before}, as before`,
    },
    {
      check: 'tags',
      isMet: tags.good >= goodTags,
      seen: tags.before === 0 ? 'new' : `${tags.good} of ${tags.before} good`,
      limit:
        tags.before === 0
          ? 'none: no tag was good before'
          : `≥ ${goodTags} (${percent(limits.good_tags)} of those before)`,
    },
    {
      check: 'polls',
      isMet: hasPolled && (polls.done === 0 || share >= limits.poll_success),
      seen: polls.done === 0 ? 'none yet' : `${percent(share)} of ${polls.done} succeeded`,
      limit: `≥ ${percent(limits.poll_success)}`,
    },
    {
      check: 'broker',
      isMet: !broker.before || broker.now,
      seen: broker.now ? 'publishing' : 'not publishing',
      limit: broker.before ? 'publishing, as before' : 'none: it did not publish before',
    },
    {
      check: 'restarts',
      isMet: restarts <= MOST_RESTARTS,
      seen: `${restarts} restarts of its threads`,
      limit: `≤ ${MOST_RESTARTS}`,
    },
  ];
}

/** Why a gate was not met, as the middle of a sentence: `3 of 12 devices did not reconnect within 60 s`. */
export function whyNotMet({ devices, tags }: GateFigures, lines: readonly GateLine[], windowS: number): string {
  const failed = lines.find(({ isMet }) => !isMet);
  if (!failed) return `its figures did not stay inside the limits within ${windowS} s`;
  if (failed.check === 'devices') {
    const named = devices.missing.slice(0, 5).join(', ');
    const missing = devices.before - devices.connected;
    return `${missing} of ${devices.before} devices did not reconnect within ${windowS} s (${named})`;
  }
  if (failed.check === 'tags')
    return `${tags.before - tags.good} of ${tags.before} tags were not good within ${windowS} s`;
  return `${failed.check}: ${failed.seen}, the limit is ${failed.limit}`;
}

const percent = (share: number): string => `${Math.floor(share * 1_000) / 10} %`;
