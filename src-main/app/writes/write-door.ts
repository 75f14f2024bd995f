import { join } from 'node:path';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { isGood } from '../../../src-shared/domain/quality.ts';
import { Arming } from '../../commands/arming.ts';
import { CommandService } from '../../commands/command-service.ts';
import { Pulses } from '../../commands/pulses.ts';
import type { WriteCommand, WriteTarget } from '../../commands/write-command.ts';
import { type WriteIntent, WriteJournal } from '../../commands/write-journal.ts';
import type { WriteValue } from '../../drivers/driver.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { LastValues } from '../../live/last-values.ts';
import { compileTagRule } from '../../processing/tag-rule.ts';
import type { NexusConfig } from '../../project/config/nexus-config.ts';
import { STATE_FOLDER } from '../../project/project-layout.ts';
import type { AuditDesk } from '../audit/audit-desk.ts';
import { followWrites, writeEnded, writeRepeated, writeRequested } from '../audit/follow-writes.ts';
import type { Plant } from '../plant.ts';
import { describeTag } from '../tags/describe-tag.ts';
import type { TagEntry } from '../tags/tag-directory.ts';

export interface WriteDoorOptions {
  readonly folder: string;
  readonly config: NexusConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly plant: Plant;
  readonly last: LastValues;
  readonly audit: Pick<AuditDesk, 'trail' | 'callers'>;
}

/** Everything that writing needs, as handlers and the publisher use it. */
export interface WriteDoor extends Disposable {
  readonly commands: CommandService;
  readonly pulses: Pulses;
  readonly arming: Arming;
  readonly journal: WriteJournal;
  /** Whether commands over MQTT are taken. */
  readonly remote: boolean;
}

/** Opens the one door of writes: disarmed, and with what a crash cut off settled as UNKNOWN. */
export async function openWriteDoor(options: WriteDoorOptions): Promise<WriteDoor> {
  const { folder, config, clock, logger, plant, last } = options;
  const lifetime = new Lifetime('writes');
  const journal = lifetime.add(await WriteJournal.open(join(folder, STATE_FOLDER, 'journal'), clock.wallUs(), logger));
  for (const { receipt } of journal.orphans) {
    logger.warn('a write was cut off by the end of an earlier run: its outcome is not known', {
      device: receipt.device_id,
      tag: receipt.tag_id,
      id: receipt.request_id,
    });
  }
  const { trail, callers } = options.audit;
  lifetime.add(followWrites(journal, trail.recordHappened, callers));
  for (const settled of journal.orphans)
    await trail.recordHappened(writeEnded(settled, callers)).catch(() => undefined);
  const record = journal.arming.bind(journal);
  const arming = lifetime.add(new Arming({ clock, record }, parseDurationMs(config.writes.arm_for)!));
  const ports = {
    clock,
    logger,
    journal,
    arming,
    announce: (intent: WriteIntent) => trail.record(writeRequested(intent, callers)),
    repeated: (command: WriteCommand) => void trail.record(writeRepeated(command, callers)).catch(() => undefined),
    find: (device: string, tag: string) => targetOf(plant, last, device, tag),
    send: plant.write.bind(plant),
  };
  const commands = lifetime.add(
    new CommandService(ports, {
      maxConcurrent: config.writes.max_concurrent,
      maxWaiting: config.writes.max_waiting,
      timeoutMs: parseDurationMs(config.writes.timeout)!,
      skewMs: parseDurationMs(config.mqtt.commands.skew)!,
    }),
  );
  // Ends before the commands do: what is on is switched off by one.
  const pulses = lifetime.add(new Pulses(clock, commands));
  return { commands, pulses, arming, journal, remote: config.mqtt.commands.enabled, dispose: () => lifetime.dispose() };
}

function targetOf({ directory }: Plant, last: LastValues, device: string, tag: string): WriteTarget | undefined {
  const entry = directory.find(device, tag);
  if (!entry) return undefined;
  const { device: owner, tag: own, number, derived } = entry;
  return {
    device,
    isEnabled: owner.device.enabled,
    ...(derived && { madeOf: derived.of.tag.id }),
    tag: own,
    tagUid: entry.uid,
    dataType: describeTag(entry).dataType,
    rule: compileTagRule(own, number),
    last: lastGood(last, entry),
  };
}

function lastGood(last: LastValues, { number }: TagEntry): WriteValue | undefined {
  const { timeUs, value, status, cell } = last.get(number);
  if (timeUs === 0 || !isGood(status)) return undefined;
  if (cell) return cell.kind === 'bytes' ? undefined : cell.value;
  return value;
}
