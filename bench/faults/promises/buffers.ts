import type { Promised } from './promise.ts';

/** Rows 11-16. */
export const BUFFERS: readonly Promised[] = [
  {
    row: 11,
    promise:
      'When the buffer is full it gives up its oldest values, whole segments of them, counts each point, records the gap before the file goes, and tells it to the history and to subscribers of MQTT (or, with buffer.when_full: reject_new, takes nothing new and counts that).',
    figure: 'after three fillings: dropped counts exact to the point at both sinks; every hole inside a recorded gap',
    proofs: [
      { campaign: 'buffer-budget' },
      { campaign: 'power-cut-sim' },
      {
        test: 'src-main/log/space/log-room.test.ts',
        says: 'tells a sink that was away what it lost, once and to the point',
      },
      {
        test: 'src-main/uns/publishing/log-feed.test.ts',
        says: 'counts as dropped what was trimmed before it came to it',
      },
    ],
    short:
      'Sparkplug has no topic for a gap: there the loss is counted, and not told to subscribers. A notice on MQTT is sent once; where the connection ends before the broker took it, only the counters tell.',
  },
  {
    row: 12,
    promise: 'The budget of the buffer is real: it is neither passed nor left unused.',
    figure: 'at most the budget and one segment (16 MiB) on disk, at least the budget less one segment once it is full',
    proofs: [
      { campaign: 'buffer-budget' },
      {
        test: 'src-main/log/space/log-room.test.ts',
        says: 'is neither passed by more than a segment nor left unused by more',
      },
    ],
  },
  {
    row: 13,
    promise:
      'When another program fills the disk, the gateway stays up, goes on polling and answering, says that the disk is full, makes room with its ballast and its oldest segments, and is normal again by itself. Audit trail and journal of writes have a reserve of their own; when that is gone too, writes are refused with AUDIT_UNAVAILABLE and polling goes on.',
    figure:
      'said within 2 s, normal within 5 s of the space being back; no accepted point lost that is not counted; no write without an entry; reserves of 16 MiB each, made again',
    proofs: [
      { campaign: 'full-disk' },
      {
        test: 'src-main/log/space/full-disk.test.ts',
        says: 'keeps a quarter of its budget from a program that takes all that becomes free',
      },
      { test: 'src-main/kernel/disk-reserve.test.ts', says: 'is given up once, and taken back' },
      { test: 'src-main/app/audit/follow-engine.test.ts', says: 'says when it is full, when it is at fault' },
      { test: 'src-main/log/log-writer.test.ts', says: 'never believes a segment whose sync went wrong' },
    ],
    short:
      'A state of its own “not durable”, in which sinks are fed past the log, does not exist: values wait in memory (32 MiB) and are then rejected, counted. A sync that fails is proven for the log; audit trail and journal then begin a new file, which is not proven on a disk that fails.',
  },
  {
    row: 14,
    promise:
      'A damaged log never keeps the gateway from starting, never yields a wrong value, and loses the damaged records only, each counted; of a segment that is compressed, that segment.',
    figure: '1,000 damaged logs on each commit: 0 failed starts, 0 wrong values, 0 points lost outside the damage',
    proofs: [
      { campaign: 'damaged-log' },
      { test: 'src-main/log/damaged-files.test.ts', says: 'a segment of another node in the place of one of its own' },
    ],
    short:
      'What stood at the end of a file that was cut short is not counted: nothing on the disk knows of it any more.',
  },
  {
    row: 15,
    promise:
      'A sink that is removed or renamed leaves nothing behind unseen: what it had not taken is listed with its size, kept until the sink is back, and given up only by somebody who says so, with a reason, in journal and audit trail.',
    figure: 'listed after the start; no point of it removed before it is given up',
    proofs: [
      {
        test: 'src-main/app/sinks/brokers.integration.test.ts',
        says: 'what a removed one had not taken is kept until it is given up',
      },
      { test: 'src-main/app/sinks/removed-sinks.test.ts', says: 'are gone for good once they are given up' },
    ],
    short: 'For brokers. The history has one store at a time: another one begins with what the log still has.',
  },
  {
    row: 16,
    promise: 'Memory, handles and files do not grow while the gateway runs.',
    figure: 'over 8 hours at 20,000 points a second: at most 1 MB an hour after warming up',
    proofs: [{ campaign: 'soak' }],
  },
];
