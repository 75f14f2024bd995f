import { createHash, createPublicKey, sign } from 'node:crypto';
import type { AUDIT_FORMATS } from '../../../src-shared/contract/audit.ts';
import type { AuditCheckpoint, AuditEntry } from '../../../src-shared/domain/audit-entry.ts';
import { auditSummary } from '../../../src-shared/domain/audit-summary.ts';
import { defusedText, writeCsv } from '../../../src-shared/tag-files/write-csv.ts';
import { writeZip } from '../../../src-shared/tag-files/write-zip.ts';
import type { AuditKeys } from './audit-keys.ts';
import { type PageQuestion, readPage } from './trail-pages.ts';

/** Of one file: what a spreadsheet opens, and memory holds. */
export const MOST_EXPORTED = 50_000;
const SEEN_AT_ONCE = 20_000;

export interface AuditExport {
  readonly format: (typeof AUDIT_FORMATS)[number];
  readonly passes: PageQuestion['passes'];
  readonly fromMs: number;
  readonly toMs: number;
  /** As it was asked: stands in the manifest. */
  readonly question: Readonly<Record<string, string>>;
  readonly timeMs: number;
  readonly checkpoint: AuditCheckpoint | undefined;
}

/**
 * Entries as a zip: the file, `manifest.json` with its SHA-256, `manifest.sig` and `public-key.pem`. The signature is
 * detached and plain Ed25519, so that openssl can check it (docs/security.md).
 */
export async function exportTrail(
  folder: string,
  keys: AuditKeys,
  asked: AuditExport,
): Promise<{ readonly name: string; readonly entries: number; readonly zip: Uint8Array }> {
  const entries = await entriesOf(folder, asked);
  const stamp = new Date(asked.timeMs).toISOString();
  const file = `audit.${asked.format}`;
  const text =
    asked.format === 'csv' ? csvOf(entries) : `[\n${entries.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`;
  const manifest = JSON.stringify(
    {
      ...{ trail: keys.trail, time: stamp, asked: asked.question, file, entries: entries.length },
      ...{ first: entries[0]?.seq ?? 0, last: entries.at(-1)?.seq ?? 0, isAll: entries.length < MOST_EXPORTED },
      sha256: createHash('sha256').update(text).digest('hex'),
      checkpoint: asked.checkpoint ?? null,
    },
    undefined,
    1,
  );
  const zip = await writeZip({
    [file]: text,
    'manifest.json': manifest,
    'manifest.sig': `${sign(null, Buffer.from(manifest), keys.sign).toString('base64')}\n`,
    'public-key.pem': createPublicKey(keys.sign).export({ format: 'pem', type: 'spki' }).toString(),
  });
  return { name: `audit ${stamp.slice(0, 16).replace(':', '-')}.zip`, entries: entries.length, zip };
}

/** Oldest first. */
async function entriesOf(folder: string, { passes, fromMs, toMs }: AuditExport): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let before: number | undefined;
  do {
    const limit = MOST_EXPORTED - entries.length;
    const page = await readPage(folder, { passes, fromMs, toMs, before, limit, mostSeen: SEEN_AT_ONCE });
    entries.push(...page.entries);
    before = page.before;
  } while (before !== undefined && entries.length < MOST_EXPORTED);
  return entries.reverse();
}

const COLUMNS =
  'entry,time,user,user id,kind,interface,address,action,object,summary,result,code,reason,request,revision,node,epoch,seal';

function csvOf(entries: readonly AuditEntry[]): string {
  const rows = entries.map((entry) => {
    const { actor } = entry;
    return [
      ...[entry.seq, entry.time, actor.name, actor.id, actor.kind, entry.interface, actor.ip ?? actor.session],
      ...[entry.action, entry.object, auditSummary(entry), entry.result, entry.code, entry.reason, entry.requestId],
      ...[entry.configVersion, entry.node, entry.epoch, entry.mac],
    ].map((cell) => defusedText(String(cell ?? '')));
  });
  return writeCsv([COLUMNS.split(','), ...rows], ',');
}
