import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { evidence, none } from '../bench/faults/campaign.ts';
import { missedFaults } from './missed-faults.ts';

const folder = mkdtempSync(join(tmpdir(), 'nexus-missed-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('what a tier did not keep, could not run or failed at is named with its row; what it kept is not', () => {
  const about = { title: 'Title', rows: [4, 5], seconds: 1, work: [] };
  const kept = [none(1, 'points lost', 'points', 0), evidence(2, 'time', 's', 3)];
  const results = [
    { ...about, name: 'kept', evidence: kept },
    { ...about, name: 'missed', evidence: [none(3, 'points doubled', 'points', 2)] },
    { ...about, name: 'failed', evidence: [], failed: 'Error: seed 7\n    at somewhere' },
    { ...about, name: 'skipped', evidence: [], skipped: 'no FUSE here' },
  ];
  const report = join(folder, 'report.json');
  writeFileSync(report, JSON.stringify({ results }));
  expect(missedFaults(report, 1).map(({ test, reason }) => `${test}: ${reason}`)).toEqual([
    'faults, tier 1, row 3 › points doubled: MISSED: 2 points, promised ≤ 0 points',
    'faults, tier 1, row 4, 5 › Title: FAILED: Error: seed 7',
    'faults, tier 1, row 4, 5 › Title: not run: no FUSE here',
  ]);
  expect(missedFaults(join(folder, 'none.json'), 1)).toEqual([]);
});
