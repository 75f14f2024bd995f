import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CAMPAIGNS } from '../campaigns.ts';
import { PROMISES } from './promises.ts';

const tests = PROMISES.flatMap(({ row, proofs }) =>
  proofs.flatMap((proof) => ('test' in proof ? [{ row, ...proof }] : [])),
);

test('every row of the promises is there once, and has what proves it or a reason why not', () => {
  const rows = PROMISES.map(({ row }) => row).toSorted((a, b) => a - b);
  expect(rows).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  for (const { row, proofs, short } of PROMISES)
    expect(proofs.length > 0 || short !== undefined, `row ${row}`).toBe(true);
});

test('every campaign that a promise names exists and gives figures for its row', () => {
  for (const { row, proofs } of PROMISES)
    for (const proof of proofs) {
      if (!('campaign' in proof)) continue;
      const campaign = CAMPAIGNS.find(({ name }) => name === proof.campaign);
      expect(campaign?.rows, `row ${row}, campaign ${proof.campaign}`).toContain(row);
    }
});

test('every row that a campaign gives figures for names it', () => {
  // That a campaign can fail is a promise of the harness, not of the product.
  for (const { name, rows } of CAMPAIGNS.filter((each) => each.name !== 'mutations'))
    for (const row of rows) {
      const named = PROMISES.find((each) => each.row === row)?.proofs ?? [];
      expect(named, `row ${row}`).toContainEqual({ campaign: name });
    }
});

test.each(tests)('row $row: $test says “$says”', ({ test: file, says }) => {
  expect(existsSync(file), file).toBe(true);
  // A title may stand on two lines.
  expect(readFileSync(file, 'utf8').replaceAll(/\s+/g, ' ')).toContain(says);
});
