/** A place where the campaign `crash-points` ends the process. */
interface PlacedCrashPoint {
  readonly name: string;
  /** The file that has the one call of it. */
  readonly file: string;
}

/**
 * Every crash point (reliability reference 2.4), one line each. Where the reference names a step that this design does not
 * have, the nearest real one stands here:
 *
 * - `log.recover.afterRead`: a start cuts nothing off a torn tail, it begins a segment behind it. What a crash can meet is the
 *   moment in which the old segments were read and none of the new run exists.
 * - `historian.afterHighWater`: the mark moves in the transaction that stores the points. What can be lost is that the writer
 *   knows of it: after the commit is told, before the log hears that its segments may go.
 * - `sqlite.afterCommit`: checkpoints of the WAL are SQLite's own, inside a commit. Ours is the moment in which a seal is
 *   durable and the points are still in memory and in the log.
 * - `file.*`: each file of a project, of its revisions, users and keys is replaced by the same four steps. Which file is meant
 *   says the number of the hit.
 * - `config.applyDevice`: devices that change have let go of their connections, and none has begun anew.
 * - `config.afterNumber`: the revision has its number, and the engine has not heard of it.
 * - `command.afterSend`: of Modbus, whose client knows when the frame was given to the socket.
 */
export const CRASH_POINTS = [
  { name: 'log.beforeWrite', file: 'log/segment/open-segment.ts' },
  { name: 'log.afterWrite', file: 'log/segment/open-segment.ts' },
  { name: 'log.afterSync', file: 'log/segment/open-segment.ts' },
  { name: 'log.rotate.afterCreate', file: 'log/segment/open-segment.ts' },
  { name: 'log.rotate.afterDirSync', file: 'log/segment/open-segment.ts' },
  { name: 'log.trim.beforeUnlink', file: 'log/space/closed-segments.ts' },
  { name: 'log.trim.afterUnlink', file: 'log/space/closed-segments.ts' },
  { name: 'log.recover.afterRead', file: 'log/recovery.ts' },
  { name: 'mqtt.afterPublish', file: 'uns/publishing/message-sender.ts' },
  { name: 'mqtt.beforeAckRecord', file: 'log/cursor/cursor-file.ts' },
  { name: 'mqtt.afterAckRecord', file: 'log/cursor/cursor-file.ts' },
  { name: 'historian.afterCopy', file: 'historian/timescale/intake/lane-transaction.ts' },
  { name: 'historian.beforeCommit', file: 'historian/timescale/intake/lane-transaction.ts' },
  { name: 'historian.afterCommit', file: 'historian/timescale/intake/lane-transaction.ts' },
  { name: 'historian.afterHighWater', file: 'historian/timescale/intake/lane-writer.ts' },
  { name: 'sqlite.afterInsert', file: 'historian/sqlite/sqlite-store.ts' },
  { name: 'sqlite.afterCommit', file: 'historian/sqlite/sqlite-store.ts' },
  { name: 'command.afterIntent', file: 'commands/command-service.ts' },
  { name: 'command.afterSend', file: 'drivers/modbus/send-write.ts' },
  { name: 'command.afterReply', file: 'acquisition/write-tag.ts' },
  { name: 'command.afterOutcome', file: 'commands/command-service.ts' },
  { name: 'command.afterAnswer', file: 'uns/commands/answer-outbox.ts' },
  { name: 'file.afterTmpWrite', file: 'kernel/write-atomic.ts' },
  { name: 'file.afterFsync', file: 'kernel/write-atomic.ts' },
  { name: 'file.afterRename', file: 'kernel/write-atomic.ts' },
  { name: 'file.afterDirSync', file: 'kernel/write-atomic.ts' },
  { name: 'config.afterNumber', file: 'project/revisions/commit-revision.ts' },
  { name: 'config.applyDevice', file: 'acquisition/shards.ts' },
  { name: 'config.healthWindow', file: 'deploy/trial.ts' },
  { name: 'config.rollback', file: 'deploy/trial.ts' },
  { name: 'audit.afterAppend', file: 'access/audit/trail-writer.ts' },
  { name: 'audit.afterSync', file: 'access/audit/trail-writer.ts' },
  { name: 'audit.checkpointSign', file: 'access/audit/audit-trail.ts' },
  { name: 'audit.rotate', file: 'access/audit/trail-writer.ts' },
  { name: 'users.afterHash', file: 'access/accounts.ts' },
  { name: 'users.afterStore', file: 'access/user-store.ts' },
  { name: 'start.afterLock', file: 'app/engine.ts' },
  { name: 'start.afterRecover', file: 'app/engine.ts' },
  { name: 'start.afterConfig', file: 'app/engine.ts' },
  { name: 'start.afterListen', file: 'app/engine.ts' },
] as const satisfies readonly PlacedCrashPoint[];

export type CrashPoint = (typeof CRASH_POINTS)[number]['name'];
