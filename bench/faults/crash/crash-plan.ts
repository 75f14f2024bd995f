import type { CrashPoint } from '../../../src-main/kernel/crash-points.ts';
import type { Random } from '../../../src-main/testing/random-from.ts';
import type { CrashAct, CrashStep } from './crash-station.ts';

interface Way {
  readonly point: CrashPoint;
  readonly act: CrashAct;
  /** One of the first so many hits is the one. */
  readonly hits: number;
}

const way = (point: CrashPoint, act: CrashAct = 'wait', hits = 1): Way => ({ point, act, hits });

/** Points that each start comes by. */
const AT_START: readonly Way[] = [
  way('log.rotate.afterCreate'),
  way('log.rotate.afterDirSync'),
  way('log.recover.afterRead'),
  way('start.afterLock'),
  way('start.afterRecover'),
  way('start.afterConfig'),
  way('start.afterListen'),
  // At a start the gap before it is stored; once enough waits, points are.
  way('sqlite.afterInsert'),
  way('sqlite.afterCommit'),
];

/** Points of a service that runs. Numbers of hits reach over what one act does: three files, their contents, the intent. */
const RUNNING: readonly Way[] = [
  way('log.beforeWrite', 'wait', 20),
  way('log.afterWrite', 'wait', 20),
  way('log.afterSync', 'wait', 20),
  way('mqtt.afterPublish', 'wait', 300),
  way('mqtt.beforeAckRecord', 'wait', 50),
  way('mqtt.afterAckRecord', 'wait', 50),
  way('command.afterIntent', 'command', 3),
  way('command.afterSend', 'command', 3),
  way('command.afterReply', 'command', 3),
  way('command.afterOutcome', 'command', 3),
  way('command.afterAnswer', 'command', 3),
  way('file.afterTmpWrite', 'change', 9),
  way('file.afterFsync', 'change', 9),
  way('file.afterRename', 'change', 9),
  way('file.afterDirSync', 'change', 9),
  way('config.afterNumber', 'change', 2),
  way('config.applyDevice', 'change', 2),
  way('audit.afterAppend', 'change', 3),
  way('audit.afterSync', 'change', 3),
  way('audit.checkpointSign', 'stop'),
  way('users.afterHash', 'user', 2),
  way('users.afterStore', 'user', 2),
];

/** Points of a history in PostgreSQL, all of which a start comes by when it stores what the life before left. */
const OF_DATABASE: readonly Way[] = [
  way('log.trim.beforeUnlink'),
  way('log.trim.afterUnlink'),
  way('historian.afterCopy', 'wait', 3),
  way('historian.beforeCommit', 'wait', 3),
  way('historian.afterCommit', 'wait', 5),
  way('historian.afterHighWater', 'wait', 5),
];

/** Points that have a service and devices of their own: the trial of a deploy, and the first file of a trail. */
export const APART = [
  'config.healthWindow',
  'config.rollback',
  'audit.rotate',
] as const satisfies readonly CrashPoint[];

/** What a station does: crashes, and between them whole lives. */
export type PlannedStep = CrashStep | 'recover';

/** Each point once; the one after a crash at a start is always of a service that has recovered. */
export function eachAlone(random: Random): PlannedStep[] {
  const starts = shuffled(AT_START, random);
  return shuffled(RUNNING, random).flatMap((running) => {
    const start = starts.pop();
    return [...(start ? [stepOf(start, 'start', random)] : []), stepOf(running, 'up', random)];
  });
}

/** Each point once, with a second crash while the first is recovered from. */
export function eachTwice(random: Random): PlannedStep[] {
  const starts = shuffled(AT_START, random);
  return shuffled(RUNNING, random).flatMap((running) => {
    const start = starts.pop();
    const again = AT_START[random(AT_START.length)]!;
    return [
      ...(start ? [stepOf(start, 'start', random), stepOf(start, 'start', random)] : []),
      stepOf(running, 'up', random),
      stepOf(again, 'start', random),
    ];
  });
}

/** The same for a history in a database. @param crashes of one point in a row. */
export const eachOfDatabase = (random: Random, crashes: 1 | 2): PlannedStep[] =>
  shuffled(OF_DATABASE, random).flatMap((each): PlannedStep[] => [
    ...Array.from({ length: crashes }, () => stepOf(each, 'start', random)),
    'recover',
  ]);

/** So many points, alone and with a second crash in turns. */
export function sample(random: Random, points: number): PlannedStep[] {
  const [starts, running] = [shuffled(AT_START, random), shuffled(RUNNING, random)];
  return Array.from({ length: points }, (_, n): CrashStep[] => {
    if (n % 4 === 3) return [stepOf(starts.pop()!, 'start', random)];
    const first = stepOf(running.pop()!, 'up', random);
    return n % 4 === 1 ? [first, stepOf(starts.pop()!, 'start', random)] : [first];
  }).flat();
}

const stepOf = ({ point, act, hits }: Way, from: CrashStep['from'], random: Random): CrashStep => ({
  ...{ point, act, from },
  nth: 1 + random(hits),
});

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const result = [...list];
  for (let at = result.length - 1; at > 0; at--) {
    const other = random(at + 1);
    [result[at], result[other]] = [result[other]!, result[at]!];
  }
  return result;
}
