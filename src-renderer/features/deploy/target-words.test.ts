import { expect, it } from 'vitest';
import type { TargetView } from '../../../src-shared/contract/deploy-views.ts';
import { agentWord, driftWord, healthWord, lastDeployText, runsText } from './target-words.ts';

const DAY_MS = 86_400_000;
const target: TargetView = {
  id: 't',
  name: 'edge-pc-03',
  address: 'https://edge-pc-03:8480',
  devices: null,
  gate: { window_s: 60, good_tags: 0.98, poll_success: 0.95 },
  addedMs: 0,
  key: 'ab',
  agent: { state: 'ok', version: '1.4.2', reason: null, seenMs: 3 * DAY_MS },
  runs: { revision: 40, timeMs: Date.UTC(2026, 1, 3, 12), author: 'J. Ortiz', comment: '' },
  drift: { kind: 'behind', behind: 5, text: '5 behind' },
  online: { connected: 12, total: 12 },
  health: { state: 'ok', text: 'ok' },
  deployments: [],
  run: null,
};

it('names agent, revision, drift and health of a target that answers', () => {
  expect(agentWord(target)).toMatchObject({ glyph: 'ok', text: '1.4.2' });
  expect(runsText(target, 3 * DAY_MS)).toBe('40');
  expect(driftWord(target).text).toBe('5 behind');
  expect(healthWord(target, 0).text).toBe('ok');
  expect(lastDeployText(target)).toBe('2026-02-03, J. Ortiz');
});

it('says of a lost one how long ago what is known of it was heard', () => {
  const lost: TargetView = {
    ...target,
    agent: { state: 'lost', version: null, reason: null, seenMs: DAY_MS },
    health: { state: 'lost', text: 'no contact' },
    drift: { kind: 'unknown', behind: 0, text: 'unknown' },
  };
  expect(agentWord(lost)).toEqual({ glyph: 'bad', tone: 'error', text: 'Lost' });
  expect(runsText(lost, 3 * DAY_MS)).toBe('40 (2 d ago)');
  expect(healthWord(lost, 3 * DAY_MS).text).toBe('No contact for 2 d');
  expect(driftWord(lost)).toMatchObject({ glyph: 'never', text: 'Unknown' });
});

it('warns of one that was changed at the gateway itself', () => {
  const moved: TargetView = { ...target, drift: { kind: 'moved', behind: 0, text: 'moved' } };
  expect(driftWord(moved)).toEqual({ glyph: 'half', tone: 'warning', text: 'Changed on the target' });
  expect(lastDeployText({ ...target, runs: null })).toBe('');
});
