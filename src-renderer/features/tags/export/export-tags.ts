import { describeStatus } from '../../../../src-shared/domain/quality.ts';
import { isNodeId } from '../../../../src-shared/tag-files/ignition-text.ts';
import {
  TAG_FILE_FORMATS,
  type TagFileFormat,
  type WrittenTag,
  writeTagFile,
} from '../../../../src-shared/tag-files/write-tag-file.ts';
import { rpc } from '../../../rpc/connect.ts';
import { liveValues } from '../../../state/live-values.ts';
import { useTags } from '../../../state/tags.ts';
import { nameOf, type TagForm, uidOf } from '../edit/tag-form.ts';
import { rowsToApply } from '../edit/tag-rows.ts';
import { sessionOf } from '../edit/tag-session.ts';
import { formattedValue } from '../live-reading.ts';
import { saveFile } from './save-file.ts';

export type ExportFormat = TagFileFormat | 'yaml';

/** What a file is to have. */
export interface ExportChoice {
  readonly format: ExportFormat;
  /** Keys of rows; null: all of them. */
  readonly keys: ReadonlySet<string> | null;
  readonly withValues: boolean;
}

export const EXPORT_TITLES: Readonly<Record<ExportFormat, string>> = {
  ...(Object.fromEntries(Object.entries(TAG_FILE_FORMATS).map(([id, { title }]) => [id, title])) as Record<
    TagFileFormat,
    string
  >),
  yaml: 'devices.yaml',
};

/** The formats that the tags of a device can be written in. */
export const formatsFor = (device: string): readonly ExportFormat[] =>
  (Object.keys(EXPORT_TITLES) as ExportFormat[]).filter(
    (format) => format !== 'ignition' || formsOf(device, null).every(({ form }) => isNodeId(form['address'])),
  );

/** Whether the format has columns for values, and whether an import of it gives back every field. */
export const factsOf = (format: ExportFormat): { readonly hasBeside: boolean; readonly isExact: boolean } =>
  format === 'yaml' ? { hasBeside: false, isExact: true } : TAG_FILE_FORMATS[format];

/**
 * Writes the tags as the table has them, with edits that are not applied yet, and hands the file to the browser.
 * @returns how many tags. @throws NexusError
 */
export async function exportTags(
  device: string,
  title: string,
  { format, keys, withValues }: ExportChoice,
): Promise<number> {
  const forms = formsOf(device, keys);
  const name = `${device}-tags`;
  if (format === 'yaml') {
    const { yaml } = await rpc().tagFiles.yaml({ device, tags: forms.map(({ form }) => ({ ...form })) });
    saveFile(`${name}.yaml`, 'application/yaml', [yaml]);
    return forms.length;
  }
  const { ending, type, hasBeside } = TAG_FILE_FORMATS[format];
  const views = new Map((useTags.getState().byDevice[device]?.tags ?? []).map((view) => [view.uid, view]));
  const tags = forms.map(({ form }): WrittenTag => {
    const view = views.get(uidOf(form));
    return { form, notations: view?.notations ?? [], beside: withValues && hasBeside ? valueCells(view) : [] };
  });
  saveFile(`${name}.${ending}`, type, [await writeTagFile(format, title, tags)]);
  return tags.length;
}

function formsOf(
  device: string,
  keys: ReadonlySet<string> | null,
): readonly { readonly key: string; readonly form: TagForm }[] {
  const { applied, history } = sessionOf(device);
  return rowsToApply(applied, history.now).filter(
    ({ key, form }) => nameOf(form) !== '' && (keys === null || keys.has(key)),
  );
}

type View = NonNullable<ReturnType<typeof useTags.getState>['byDevice'][string]>['tags'][number];

function valueCells(view: View | undefined): readonly string[] {
  if (!view || !liveValues.seen(view.index)) return ['', '', ''];
  const usableUs = liveValues.usableUs[view.index] ?? 0;
  const time = usableUs > 0 ? new Date(usableUs / 1_000).toISOString() : '';
  return [formattedValue(view) ?? '', describeStatus(liveValues.status[view.index] ?? 0), time];
}
