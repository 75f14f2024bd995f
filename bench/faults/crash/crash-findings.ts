import type { CrashPoint } from '../../../src-main/kernel/crash-points.ts';

/** What can be wrong after crashes. */
export type CrashFault =
  | 'lost'
  | 'samples'
  | 'unpublished'
  | 'inverted'
  | 'balance'
  | 'config'
  | 'trials'
  | 'commands'
  | 'audit'
  | 'users';

/** What a station did and what it found, added up. */
export class CrashFindings {
  readonly crashes: CrashPoint[] = [];
  readonly faults = new Map<CrashFault, string[]>();
  stored = 0;
  missing = 0;
  witnessed = 0;
  published = 0;
  repeated = 0;
  commands = 0;
  executed = 0;
  changes = 0;
  users = 0;
  trials = 0;

  told(fault: CrashFault, sentences: readonly string[]): void {
    if (sentences.length > 0) this.faults.set(fault, [...(this.faults.get(fault) ?? []), ...sentences]);
  }

  count(fault: CrashFault): number {
    return this.faults.get(fault)?.length ?? 0;
  }

  add(other: CrashFindings): void {
    this.crashes.push(...other.crashes);
    for (const [fault, sentences] of other.faults) this.told(fault, sentences);
    for (const key of [
      'stored',
      'missing',
      'witnessed',
      'published',
      'repeated',
      'commands',
      'executed',
      'changes',
      'users',
      'trials',
    ] as const)
      this[key] += other[key];
  }
}
