import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAuditKeys } from '../../../src-main/access/audit/audit-keys.ts';
import { verifyTrail } from '../../../src-main/access/audit/verify-trail.ts';
import type { SettledWrite } from '../../../src-main/commands/write-command.ts';
import type { WriteIntent } from '../../../src-main/commands/write-journal.ts';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import type { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { accessFolder, auditFolder, STATE_FOLDER } from '../../../src-main/project/project-layout.ts';
import { freePort } from '../../../src-main/testing/free-port.ts';
import { MosquittoProcess } from '../../../src-main/testing/mosquitto-process.ts';
import { givenProjectFolder } from '../../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../../src-main/testing/service-process.ts';
import type { AuditEntry } from '../../../src-shared/domain/audit-entry.ts';
import { CommandSender } from '../../commands/command-sender.ts';

const START_DEADLINE_MS = 45_000;
const QUIET_MS = 1_500;

export interface PlantOrder {
  /** `devices/<name>.yaml`, by name. */
  readonly devices: Readonly<Record<string, string>>;
  /** Where the gateway finds the broker; the broker itself unless given. */
  readonly brokerFor?: (port: number) => Promise<string>;
  /** More lines below `mqtt:`. */
  readonly mqtt?: readonly string[];
}

/** A real broker, the real service that takes commands from it, and what it wrote down about them. */
export interface CommandPlant {
  readonly service: ServiceProcess;
  readonly sender: CommandSender;
  /** Intents, and the ends that were told, in the order of the journal. */
  readonly journal: () => { readonly intents: readonly WriteIntent[]; readonly ends: readonly SettledWrite[] };
  readonly audit: () => readonly AuditEntry[];
  /** How many places of the audit trail do not hold. */
  readonly brokenAudit: () => Promise<number>;
}

/** Starts broker and sender; the service is started by the caller. */
export async function startCommandPlant(lifetime: Lifetime, order: PlantOrder): Promise<CommandPlant> {
  const broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
  const url = (await order.brokerFor?.(broker.port)) ?? broker.url;
  const devices = Object.entries(order.devices).map(([name, text]) => [`devices/${name}.yaml`, text] as const);
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Commands }
access: { login: off }
log: { level: error }
mqtt:
  enabled: true
  url: "${url}"
  retry: 1s
  commands: { enabled: true }
${(order.mqtt ?? []).map((line) => `  ${line}\n`).join('')}`,
    ...Object.fromEntries(devices),
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  const sender = lifetime.add(await CommandSender.connect(broker.url, 'nexus/cmd/response/#'));
  const audit = auditFolder(folder.path);
  return {
    service,
    sender,
    journal: () => {
      const lines = linesOf<JournalLine>(join(folder.path, STATE_FOLDER, 'journal'));
      return {
        intents: lines.flatMap((line) => (line.kind === 'intent' ? [line.intent] : [])),
        ends: lines.flatMap((line) => (line.kind === 'end' ? [line.settled] : [])),
      };
    },
    audit: () => linesOf<AuditEntry>(audit),
    brokenAudit: async () => {
      const { keys } = openAuditKeys(accessFolder(folder.path));
      return (await verifyTrail({ folder: audit, keys, checkpoints: [] })).broken;
    },
  };
}

/** Starts the service, and resolves when it takes commands: one that can only be refused is answered. */
export async function startAndWait({ service, sender }: CommandPlant, topic: string): Promise<void> {
  await service.start({ deadlineMs: START_DEADLINE_MS });
  const before = sender.count;
  for (const endMs = systemClock.monoMs() + START_DEADLINE_MS; sender.count === before; await systemClock.sleep(100)) {
    if (systemClock.monoMs() > endMs) throw new Error(`The gateway took no commands within ${START_DEADLINE_MS} ms`);
    await sender.handOver(topic, { tag_id: 'nothing', value: 1 });
  }
}

/** Resolves when no answer came for a while. */
export async function untilQuiet({ sender }: CommandPlant): Promise<void> {
  for (let seen = -1; seen !== sender.count; await systemClock.sleep(QUIET_MS)) seen = sender.count;
}

type JournalLine =
  | { readonly kind: 'intent'; readonly intent: WriteIntent }
  | { readonly kind: 'end'; readonly settled: SettledWrite }
  | { readonly kind: 'arming' | 'publish' | 'call' };

/** Whole lines of the numbered files of a folder: the last one may be under way. */
function linesOf<T>(folder: string): T[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
  return files.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as T),
  );
}
