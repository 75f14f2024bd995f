import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { readLine, sealLine } from '../../../../src-main/access/audit/audit-line.ts';
import { unpackArchive } from '../../../../src-main/app/backup/unpack-archive.ts';
import { openDeployKey } from '../../../../src-main/deploy/deploy-key.ts';
import { readPackage } from '../../../../src-main/deploy/read-package.ts';
import { writePackage } from '../../../../src-main/deploy/write-package.ts';
import { counterValue } from '../../../../src-main/log/counter-frame.ts';
import { CounterLog } from '../../../../src-main/log/counter-log.ts';
import { FaultyDisk } from '../../../../src-main/log/faulty-disk.ts';
import { LogReader } from '../../../../src-main/log/log-reader.ts';
import { endOf } from '../../../../src-main/log/read-log.ts';
import { type AuditRecord } from '../../../../src-shared/domain/audit-entry.ts';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { AcceptedWrong, type FuzzTarget, type Verdict } from './fuzz-target.ts';

const folder = mkdtempSync(join(tmpdir(), 'nexus-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const FILES = new Map([
  ['devices/a.yaml', 'id: a\nprotocol: modbus-tcp\n'],
  ['devices/b.yaml', 'id: b # größer\n'],
]);

async function packageTarget(): Promise<FuzzTarget> {
  const write = (path: string, text: string): Promise<void> => Promise.resolve(writeFileSync(path, text));
  const workstation = await openDeployKey(join(folder, 'w'), write);
  const gateway = await openDeployKey(join(folder, 'g'), write);
  const about = {
    project: 'P',
    revision: 3,
    counter: 7,
    author: 'jo',
    comment: 'why',
    madeMs: 1,
    node: 'eng',
    version: '1',
    target: gateway.id,
  };
  const reader = {
    keyOf: (id: string) => (id === workstation.id ? workstation.publicKey : undefined),
    target: gateway.id,
  };
  return {
    ...{ name: 'packages of deploys', samples: [writePackage(FILES, about, workstation)], frames: 10_000 },
    judge: (bytes): Verdict => {
      try {
        const { files } = readPackage(bytes, reader);
        if (JSON.stringify([...files]) !== JSON.stringify([...FILES]))
          throw new AcceptedWrong('other files than were signed');
        return 'read';
      } catch (error) {
        if (error instanceof NexusError && /^NX_DEPLOY_(?:PACKAGE|KEY)$/.test(error.code)) return 'refused';
        throw error;
      }
    },
  };
}

function auditTarget(): FuzzTarget {
  const key = randomBytes(32);
  const told: AuditRecord = {
    ...{ actor: { kind: 'user', id: 'jdoe', name: 'J. Doe' }, interface: 'ui', action: 'device.saved' },
    ...{ object: 'device boiler-1', result: 'ok' },
  };
  const fields = { ...told, time: '2026-11-21T10:00:00.000Z', node: 'edge-1', revision: 7 } as unknown as Parameters<
    typeof sealLine
  >[2];
  const line = Buffer.from(sealLine(key, { seq: 41, mac: 'a'.repeat(64) }, fields).line.slice(0, -1));
  return {
    ...{ name: 'lines of the audit trail', samples: [line], frames: 10_000 },
    judge: (bytes): Verdict => {
      const { isSealed, seq } = readLine(key, bytes);
      if (isSealed && (!bytes.equals(line) || seq !== 42)) throw new AcceptedWrong('an altered line is sealed');
      return isSealed ? 'read' : 'refused';
    },
  };
}

const BATCHES = 60;

/** What an export and every sink read: a damaged segment gives what was written, or nothing. */
function segmentTarget(): FuzzTarget {
  const disk = new FaultyDisk();
  const log = new CounterLog(disk);
  log.write(BATCHES);
  log.writer.close();
  const [first] = disk.list();
  const sound = Buffer.from(disk.bytes(first!));
  return {
    ...{ name: 'segments of the log', samples: [sound], frames: 2_000 },
    judge: (bytes): Verdict => {
      disk.replace(first!, bytes);
      const reader = new LogReader(disk);
      let batches = 0;
      try {
        for (let record = reader.next(endOf(disk)); record; record = reader.next(endOf(disk))) {
          if (record.kind !== 'batch') continue;
          const n = Math.floor(record.batch.value[0]! / 10_000);
          const isWritten =
            n >= 0 && n < BATCHES && [1, 2].every((tag, row) => record.batch.value[row] === counterValue(tag, n));
          if (!isWritten) throw new AcceptedWrong(`the values ${record.batch.value.join(', ')}`);
          batches++;
        }
      } finally {
        reader.close();
        disk.replace(first!, sound);
      }
      return batches === BATCHES ? 'read' : 'refused';
    },
  };
}

/** An archive that was changed gives every file as it was packed, or is refused; nothing outside of its place is touched. */
function backupTarget(): FuzzTarget {
  const source = join(folder, 'project');
  mkdirSync(join(source, 'devices'), { recursive: true });
  const contents = new Map([
    ['nexus.yaml', 'project: { name: Plant }\n'],
    ['devices/boiler.yaml', `id: boiler\nprotocol: modbus-tcp\n${'# a comment\n'.repeat(40)}`],
  ]);
  for (const [path, text] of contents) writeFileSync(join(source, path), text);
  const archive = join(folder, 'backup.tar.gz');
  const tar = spawnSync('tar', ['-czf', archive, '-C', source, '.']);
  if (tar.status !== 0) throw new Error(`tar: ${tar.stderr.toString()}`);
  const place = join(folder, 'restored');
  return {
    ...{ name: 'archives of backups', samples: [readFileSync(archive)], frames: 1_000 },
    judge: async (bytes): Promise<Verdict> => {
      rmSync(place, { recursive: true, force: true });
      mkdirSync(join(place, 'to'), { recursive: true });
      writeFileSync(join(place, 'archive'), bytes);
      const refusal = await unpackArchive(join(place, 'archive'), join(place, 'to'), new AbortController().signal).then(
        () => undefined,
        (error: unknown) => error,
      );
      const beside = readdirSync(place).toSorted().join();
      if (beside !== 'archive,to') throw new AcceptedWrong(`files beside its place: ${beside}`);
      if (refusal instanceof NexusError && refusal.code === 'NX_BACKUP') return 'refused';
      if (refusal !== undefined) throw refusal;
      const found = readdirSync(join(place, 'to'), { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      const texts = new Map(
        found.map((entry) => {
          const path = join(entry.parentPath, entry.name);
          return [relative(join(place, 'to'), path), readFileSync(path, 'utf8')];
        }),
      );
      for (const [path, text] of contents)
        if (texts.get(path) !== text) throw new AcceptedWrong(`${path} is not as it was packed`);
      if (texts.size !== contents.size) throw new AcceptedWrong(`${texts.size} files`);
      return 'read';
    },
  };
}

/** What carries a seal, a signature or a sum: identical, or an error. */
export const SEALED_TARGETS: readonly FuzzTarget[] = [
  await packageTarget(),
  auditTarget(),
  segmentTarget(),
  backupTarget(),
];
