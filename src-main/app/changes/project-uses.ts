import type { ChangeFacts, DocumentUses } from '../../project/changes/change-facts.ts';
import type { EngineParts } from '../engine-parts.ts';

type Documents = Pick<EngineParts, 'watchTables' | 'savedTrends' | 'checks'>;
type Kind = keyof DocumentUses;

/** Where tags and devices are used, read once: a comparison asks for thousands of them. */
export async function projectUses(parts: Documents): Promise<NonNullable<ChangeFacts['uses']>> {
  const found = new Map<string, Record<Kind, Set<string>>>();
  const note = (kind: Kind, name: string, key: string): void => {
    const uses = found.get(key) ?? { trends: new Set(), watches: new Set(), checks: new Set() };
    found.set(key, uses);
    uses[kind].add(name);
  };
  const noteTag = (kind: Kind, name: string, { device, tag }: { device: string; tag?: string }): void => {
    note(kind, name, device);
    if (tag !== undefined) note(kind, name, `${device}/${tag}`);
  };
  for (const { id, document } of await parts.savedTrends.list())
    for (const pen of document?.pens ?? []) noteTag('trends', document?.name ?? id, pen);
  for (const { id, document } of await parts.watchTables.list())
    for (const row of document?.rows ?? [])
      if (row.kind !== 'section')
        noteTag('watches', document?.name ?? id, row.kind === 'tag' ? row : { device: row.device });
  for (const { id, document } of await parts.checks.sheets.list())
    for (const loop of document?.loops ?? []) noteTag('checks', document?.name ?? id, loop);
  return (device, tag) => {
    const uses = found.get(tag === undefined ? device : `${device}/${tag}`);
    return {
      trends: [...(uses?.trends ?? [])],
      watches: [...(uses?.watches ?? [])],
      checks: [...(uses?.checks ?? [])],
    };
  };
}
