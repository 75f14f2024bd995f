import { createHash } from 'node:crypto';
import type { Balance } from '../../../src-shared/contract/system.ts';
import type { AuditRecord, RecordAudit } from '../../../src-shared/domain/audit-entry.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { LogState } from '../../log/space/log-state.ts';
import type { Applied, ProjectEditor } from '../../project/revisions/project-editor.ts';
import type { Revision } from '../../project/revisions/revision-store.ts';
import type { Plant } from '../plant.ts';
import { DropRuns } from './drop-runs.ts';
import type { KnownCallers } from './known-callers.ts';

export interface FollowedEngine {
  readonly clock: Clock;
  readonly editor: Pick<ProjectEditor, 'current'>;
  readonly plant: Pick<Plant, 'applied' | 'devices'>;
  readonly storage: { balance(): Balance; logState(): LogState | undefined };
  readonly callers: KnownCallers;
  readonly record: RecordAudit;
}

const LOOK_MS = 1_000;
/** A smaller step is a clock being disciplined. */
const STEP_MS = 1_000;
/** What stands against the certificate that a server shows. */
const REFUSED_CERTIFICATES: ReadonlySet<string> = new Set([
  ...['NX_OPCUA_UNTRUSTED', 'NX_OPCUA_EXPIRED', 'NX_OPCUA_HOST', 'NX_OPCUA_CERTIFICATE'],
]);

/** Tells the trail what no call asks for: revisions, steps of the clock, full disks, dropped points, refused certificates. */
export function followEngine({ clock, editor, plant, storage, callers, record }: FollowedEngine): Disposable {
  const lifetime = new Lifetime('audit follower');
  const say = (told: Pick<AuditRecord, 'action' | 'object' | 'result'> & Partial<AuditRecord>): void => {
    void record({ actor: { kind: 'system' }, interface: 'system', ...told }).catch(() => undefined);
  };
  let running = editor.current.revision;
  lifetime.add(
    plant.applied.on((applied) => {
      const { author, comment, number } = applied.revision;
      say({
        ...{ actor: callers.named(author), interface: author.startsWith('mqtt ') ? 'mqtt' : 'ui' },
        ...{ action: 'config.applied', object: `revision ${number}`, reason: comment || undefined, result: 'ok' },
        ...{ before: { revision: running.number, hash: hashOf(running) }, after: changeOf(applied) },
      });
      running = applied.revision;
    }),
  );
  /** By device, so that each refusal is told once, and again when there is another reason. */
  const refused = new Map<string, string>();
  lifetime.add(
    plant.devices.changed.on(() => {
      for (const { device, status } of plant.devices.all) {
        const reason = 'reason' in status ? status.reason : undefined;
        if (!reason || !REFUSED_CERTIFICATES.has(reason.code)) {
          // An attempt that is under way says nothing of the one before.
          if (status.kind === 'connected') refused.delete(device);
        } else if (refused.get(device) !== reason.code) {
          refused.set(device, reason.code);
          const after = { text: reason.text };
          say({
            action: 'certificate.refused',
            object: `device ${device}`,
            after,
            code: reason.code,
            result: 'refused',
          });
        }
      }
    }),
  );
  const drops = new DropRuns((run) =>
    say({ action: 'data.dropped', object: `sink ${run.sink}`, after: run, result: 'failed' }),
  );
  let offsetMs = clock.wallUs() / 1_000 - clock.monoMs();
  let trouble: StorageTrouble | undefined;
  lifetime.add(
    clock.every(LOOK_MS, () => {
      const nowMs = clock.monoMs();
      const byMs = clock.wallUs() / 1_000 - nowMs - offsetMs;
      // Slow drift is followed, so that only a step shows.
      offsetMs += byMs;
      if (Math.abs(byMs) >= STEP_MS)
        say({ action: 'clock.stepped', object: 'wall clock', after: { by_ms: Math.round(byMs) }, result: 'ok' });
      const state = storage.logState();
      if (state && troubleOf(state) !== trouble) {
        trouble = troubleOf(state);
        const after = { state: state.kind, text: state.text, free_bytes: state.freeBytes };
        say({ action: trouble ?? 'storage.ok', object: 'log', after, result: trouble ? 'failed' : 'ok' });
      }
      drops.look(storage.balance().sinks, nowMs);
    }),
  );
  lifetime.defer(() => drops.end());
  return lifetime;
}

/** `storage.full`: nothing new is taken · `storage.fault`: a write or a sync went wrong, also where the next try succeeded. */
type StorageTrouble = 'storage.full' | 'storage.fault';

function troubleOf({ kind }: LogState): StorageTrouble | undefined {
  if (kind === 'full') return 'storage.full';
  return kind === 'fault' ? 'storage.fault' : undefined;
}

/** One hash for all files of a revision. */
function hashOf({ files }: Revision): string {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

function changeOf({ revision, diff }: Applied): object {
  const { devicesAdded, devicesRemoved, devicesChanged, settings } = diff;
  return {
    ...{ revision: revision.number, hash: hashOf(revision) },
    ...(devicesAdded.length > 0 && { added: devicesAdded }),
    ...(devicesRemoved.length > 0 && { removed: devicesRemoved }),
    ...(devicesChanged.length > 0 && { changed: devicesChanged.map(({ id }) => id) }),
    ...(settings.length > 0 && { settings: settings.map(({ path }) => path) }),
  };
}
