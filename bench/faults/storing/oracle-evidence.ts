import { type Evidence, none } from '../campaign.ts';
import type { OracleAnswer } from './ask-oracle.ts';

const NAMED = 5;

/** What must never be, by row; ordering is row 10 whichever the campaign. @param under what was done, for the names. */
export function oracleEvidence(row: number, under: string, answer: OracleAnswer): Evidence[] {
  const { faults, countFaults, processFaults } = answer;
  const isInversion = (fault: string): boolean => /sample \d+ after sample/.test(fault);
  const inversions = faults.filter(isInversion).length;
  return [
    none(row, `${under}: samples lost, doubled, mixed up or in one sink alone`, 'faults', faults.length - inversions),
    none(row, `${under}: counters and sinks that do not agree`, 'faults', countFaults.length),
    none(row, `${under}: uncaught exceptions, secrets told, audit not verified`, 'faults', processFaults.length),
    none(10, `${under}: samples out of order`, 'inversions', inversions),
  ];
}

/** How much the figures stand for, and the first of what is wrong. */
export function oracleWork({ balance, stored, received, repeats, missing, gaps, ...wrong }: OracleAnswer): string[] {
  const faults = [...wrong.faults, ...wrong.countFaults, ...wrong.processFaults];
  const points = (count: number): string => count.toLocaleString('en');
  return [
    `${points(balance.accepted)} points accepted, ${points(stored)} in the history, ${points(received)} at the subscriber and ${points(repeats)} again; ${points(missing)} samples missing, all inside at most ${gaps} gaps of a tag`,
    ...faults.slice(0, NAMED),
  ];
}
