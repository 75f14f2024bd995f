import { beforeEach, expect, test, vi } from 'vitest';
import type { AuditEntryView, AuditState } from '../../../src-shared/contract/audit.ts';
import { refreshAudit, useAudit } from './audit-store.ts';

/* The gateway’s answers, given in whatever order a test wants. */
const gateway = vi.hoisted(() => ({ state: vi.fn(), entries: vi.fn() }));
vi.mock('../../rpc/connect.ts', () => ({ rpc: () => ({ audit: gateway }) }));

const entry = (seq: number): AuditEntryView => ({ seq }) as AuditEntryView;
const stateTo = (last: number): AuditState => ({ last, verdict: { state: 'ok' } }) as AuditState;
const shown = (): readonly number[] => (useAudit.getState().entries ?? []).map(({ seq }) => seq);

beforeEach(() => {
  useAudit.setState({ entries: [entry(1)], before: null, readTo: 1, state: stateTo(1), isReading: false });
});

test('of two looks at a time the later one stays, whichever is answered last', async () => {
  const early = Promise.withResolvers<{ entries: readonly AuditEntryView[] }>();
  gateway.state.mockResolvedValueOnce(stateTo(2)).mockResolvedValueOnce(stateTo(3));
  gateway.entries
    .mockReturnValueOnce(early.promise)
    .mockResolvedValueOnce({ entries: [entry(3), entry(2), entry(1)], before: null });
  const first = refreshAudit();
  await vi.waitFor(() => expect(gateway.entries).toHaveBeenCalledTimes(1));
  await refreshAudit();
  expect(shown()).toEqual([3, 2, 1]);

  early.resolve({ entries: [entry(2), entry(1)] });
  await first;
  expect(shown()).toEqual([3, 2, 1]);
  expect(useAudit.getState().readTo).toBe(3);
});
