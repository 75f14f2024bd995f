import type { Promised } from './promise.ts';

/** Rows 26-31. */
export const WRITES: readonly Promised[] = [
  {
    row: 26,
    promise:
      'A burst of commands is taken as far as it can be, refused at once beyond that, and every command is answered.',
    figure:
      '50 run, 1,000 wait, the next are BUSY within 100 ms; one answer, one entry of the journal and one end in the audit trail for each',
    proofs: [
      { campaign: 'burst-of-commands' },
      { test: 'src-main/commands/command-service.test.ts', says: 'runs 50 of 1,500 at once' },
    ],
    short:
      'The slowest of five bursts takes up to 190 ms on two cores that are shared with broker, sender and devices; a refusal itself takes 0.6 ms (docs/benchmarks.md).',
  },
  {
    row: 27,
    promise: 'A command is carried out once at most, however often it is sent and whenever the gateway is killed.',
    figure:
      '10,000 commands, 30 % with an id that came before, kills between intent and outcome: one execution per id at most',
    proofs: [
      { campaign: 'crash-points' },
      { campaign: 'doubles' },
      { test: 'src-main/commands/command-service.test.ts', says: 'executes an id once' },
      {
        test: 'src-main/commands/write-journal.test.ts',
        says: 'settles a command that a crash cut off as UNKNOWN, once',
      },
    ],
  },
  {
    row: 28,
    promise: 'A command that was sent while the gateway was away is never carried out later.',
    figure:
      '100 commands, QoS 1 and 2, retained and not: none carried out; retained ones are answered RETAINED_REFUSED once',
    proofs: [
      { campaign: 'late-commands' },
      {
        test: 'src-main/uns/commands/bad-commands.integration.test.ts',
        says: 'M1: are refused once when they are retained',
      },
    ],
  },
  {
    row: 29,
    promise: 'A command that comes later than it was good for is refused.',
    figure: 'good for 5 s unless it says otherwise, 30 s at most: delayed by 6 s, none carried out',
    proofs: [
      { campaign: 'late-commands' },
      { test: 'src-main/uns/commands/bad-commands.integration.test.ts', says: 'M3: are refused when they are late' },
      { test: 'src-main/commands/command-service.test.ts', says: 'tells who waits in vain at his deadline' },
    ],
  },
  {
    row: 30,
    promise:
      'Nobody does what his roles do not allow, by any door, and every refusal stands in the audit trail; secrets stand nowhere.',
    figure:
      'every role × call × interface: 100 % refused before the input is looked at, 100 % audited; the id of what is another’s gives no more than one that was never there',
    proofs: [
      { campaign: 'canaries' },
      {
        test: 'src-main/app/access/matrix.integration.test.ts',
        says: 'is refused over REST whatever the table does not allow',
      },
      {
        test: 'src-main/app/access/matrix.integration.test.ts',
        says: 'is refused on a socket whatever the table does not allow',
      },
      { test: 'src-main/app/access/matrix.integration.test.ts', says: 'stand in the audit trail, every one' },
      { test: 'src-main/app/access/foreign-ids.integration.test.ts', says: 'learns nothing by %s %s' },
      { test: 'src-main/app/access/foreign-ids.integration.test.ts', says: 'session ends nothing' },
      { test: 'src-main/commands/command-service.test.ts', says: 'says no more than FORBIDDEN' },
    ],
  },
  {
    row: 31,
    promise: 'Where nobody can say whether a write took effect, the answer is UNKNOWN, and it is not tried again.',
    figure: 'reply lost after the device acted: UNKNOWN in 100 % of cases, never FAILED, never sent again',
    proofs: [
      { campaign: 'lost-replies' },
      { test: 'src-main/drivers/modbus/rogue-write.integration.test.ts', says: 'the outcome is unknown each time' },
      {
        test: 'src-main/app/writes/commands.integration.test.ts',
        says: 'that a crash cut off are UNKNOWN after the restart',
      },
    ],
  },
];
