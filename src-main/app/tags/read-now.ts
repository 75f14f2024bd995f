import type { FreshValue } from '../../../src-shared/contract/values.ts';
import { rescale } from '../../processing/rescale.ts';
import { compileTagRule } from '../../processing/tag-rule.ts';
import { driverTag } from '../../project/check/check-device.ts';
import type { EngineParts } from '../engine-parts.ts';
import { readFresh } from './fresh-readings.ts';
import { freshView, notRead, plainValue } from './fresh-values.ts';
import type { TagEntry } from './tag-directory.ts';

interface TagRef {
  readonly device: string;
  readonly tag: string;
}

type Engine = Pick<EngineParts, 'plant'>;

/**
 * Reads tags from their devices now, in the order that is asked for. A tag that cannot be read says why in its own row;
 * the others are read all the same.
 */
export async function readNow({ plant }: Engine, refs: readonly TagRef[]): Promise<FreshValue[]> {
  const { directory } = plant;
  const found = refs.map((ref) => ({ ref, entry: directory.find(ref.device, ref.tag) }));
  const readable = found.filter(({ entry }) => entry && whyNot(entry) === undefined);
  const byDevice = Map.groupBy(readable, ({ ref }) => ref.device);
  const values = new Map<TagRef, FreshValue>();
  await Promise.all(
    [...byDevice].map(async ([device, asked]) => {
      const outcome = await readFresh(
        plant,
        device,
        asked.map(({ entry }) => driverTag(entry!.tag)),
      );
      asked.forEach(({ ref, entry }, row) => {
        if (!('rows' in outcome))
          return values.set(ref, { ...ref, value: null, ...notRead(outcome.code, outcome.text) });
        const reading = outcome.rows[row]!;
        const value = reading.raw === null ? null : rescale(compileTagRule(entry!.tag, entry!.number), reading.raw);
        return values.set(ref, { ...ref, value: plainValue(value), ...freshView(reading, outcome.readUs) });
      });
    }),
  );
  return found.map(({ ref, entry }) => values.get(ref) ?? { ...ref, value: null, ...unreadable(ref, entry) });
}

/** Why nothing is read for a tag; undefined where it is. */
function whyNot({ device: { device }, derived }: TagEntry): string | undefined {
  if (derived || device.manifest.expressions) return 'The tag is calculated, so nothing is read for it.';
  return device.enabled ? undefined : `“${device.id}” is switched off, so nothing was read.`;
}

function unreadable({ device, tag }: TagRef, entry: TagEntry | undefined): ReturnType<typeof notRead> {
  if (entry) return notRead('NX_REQUEST_INVALID', whyNot(entry)!);
  return notRead('NX_NOT_FOUND', `There is no tag “${tag}” on “${device}” that is switched on.`);
}
