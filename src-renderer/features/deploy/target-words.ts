import type { TargetView } from '../../../src-shared/contract/deploy-views.ts';
import type { GlyphName } from '../../ui/Glyph.tsx';
import { formatAge, formatDay } from '../../ui/time-format.ts';

/** A state in glyph and word. */
export interface StateWord {
  readonly glyph: GlyphName;
  readonly tone: 'normal' | 'warning' | 'error';
  readonly text: string;
}

/** `1.4.2`, `lost`, `refused`. */
export function agentWord({ agent }: TargetView): StateWord {
  if (agent.state === 'ok') return { glyph: 'ok', tone: 'normal', text: agent.version ?? 'Answers' };
  if (agent.state === 'unknown') return { glyph: 'connecting', tone: 'normal', text: 'Not asked yet' };
  return { glyph: 'bad', tone: 'error', text: agent.state === 'lost' ? 'Lost' : 'Refused' };
}

/** `ok`, `no contact 2 d`. */
export function healthWord({ health, agent }: TargetView, nowMs: number): StateWord {
  if (health.state === 'lost' && agent.seenMs !== null) {
    return { glyph: 'bad', tone: 'error', text: `No contact for ${formatAge((nowMs - agent.seenMs) / 1_000)}` };
  }
  const look = {
    ok: ['ok', 'normal'],
    warning: ['half', 'warning'],
    lost: ['bad', 'error'],
    unknown: ['never', 'normal'],
  } as const;
  const [glyph, tone] = look[health.state];
  return { glyph, tone, text: health.text };
}

/** `5 behind`, `Changed on the target`. */
export function driftWord({ drift }: TargetView): StateWord {
  const text = drift.text.charAt(0).toUpperCase() + drift.text.slice(1);
  if (drift.kind === 'moved') return { glyph: 'half', tone: 'warning', text: 'Changed on the target' };
  if (drift.kind === 'behind') return { glyph: 'off', tone: 'normal', text };
  return { glyph: drift.kind === 'none' ? 'ok' : 'never', tone: 'normal', text };
}

/** `2026-02-03, J. Ortiz`; empty before the first. */
export function lastDeployText({ runs }: TargetView): string {
  return runs ? `${formatDay(runs.timeMs)}, ${runs.author}` : '';
}

/** `40`, `39 ◷ 2 d` where it was not heard of lately; empty before the first deploy. */
export function runsText({ runs, agent }: TargetView, nowMs: number): string {
  if (!runs) return '';
  const isOld = agent.state !== 'ok' && agent.seenMs !== null;
  return isOld ? `${runs.revision} (${formatAge((nowMs - agent.seenMs!) / 1_000)} ago)` : String(runs.revision);
}
