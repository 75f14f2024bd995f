import { afterEach, describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../../src-shared/domain/audit-entry.ts';
import { Emitter } from '../../kernel/emitter.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { LogState } from '../../log/space/log-state.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { type FollowedEngine, followEngine } from './follow-engine.ts';

const lifetime = { current: new Lifetime('followed engine') };
afterEach(() => lifetime.current.dispose());

/** An engine of which only the log changes its state. */
function followed(): { told: AuditRecord[]; become: (kind: LogState['kind']) => Promise<void> } {
  lifetime.current = new Lifetime('followed engine');
  const told: AuditRecord[] = [];
  const clock = new FakeClock();
  let kind: LogState['kind'] = 'ok';
  const numbers = { usedBytes: 0, budgetBytes: 1, freeBytes: 7, droppedPoints: 0 };
  const engine = {
    clock,
    editor: { current: { revision: { number: 1, files: {} } } },
    plant: { applied: new Emitter(), devices: { changed: new Emitter(), all: [] } },
    storage: { balance: () => ({ sinks: [] }), logState: () => ({ kind, text: `It is ${kind}.`, ...numbers }) },
    callers: {},
    record: (record: AuditRecord) => {
      told.push(record);
      return Promise.resolve();
    },
  } as unknown as FollowedEngine;
  lifetime.current.add(followEngine(engine));
  return {
    told,
    become: async (next) => {
      kind = next;
      await clock.advance(1_000);
    },
  };
}

describe('the audit trail of an engine whose disk is in trouble', () => {
  it('says when it is full, when it is at fault, and when all is well again: each once', async () => {
    const { told, become } = followed();
    for (const kind of ['ok', 'near-full', 'full', 'full', 'fault', 'fault', 'dropping', 'ok', 'fault', 'ok'] as const)
      await become(kind);
    expect(told.map(({ action, result }) => [action, result])).toEqual([
      ['storage.full', 'failed'],
      ['storage.fault', 'failed'],
      ['storage.ok', 'ok'],
      ['storage.fault', 'failed'],
      ['storage.ok', 'ok'],
    ]);
    expect(told[1]).toMatchObject({
      actor: { kind: 'system' },
      object: 'log',
      after: { state: 'fault', text: 'It is fault.', free_bytes: 7 },
    });
  });
});
