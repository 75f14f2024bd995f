import type { LayoutBlock } from '../../../../src-shared/contract/layouts.ts';
import { type LayoutValue, writeLayoutLines } from '../../../../src-shared/domain/layout-lines.ts';
import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import { blocksChanged, blocksOf, saveLayout } from './blocks-store.ts';

/** Files that are read. */
export const LAYOUT_FILES = '.db,.scl,.awl,.udt,.xlsx,.xml,.csv';

/** Takes a source file or a table of tags into the project as a layout of this device. @returns whether it was taken */
export async function layoutImported(device: string, file: File): Promise<boolean> {
  blocksChanged(device, { said: null });
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { blocks, note } = await blocksOfFile(device, file.name, bytes);
    await saveLayout(device, { id: idOf(file.name), name: file.name.slice(0, 128), blocks: [...blocks] });
    const { files } = blocksOf(device);
    const own = files.filter(({ layout }) => layout === idOf(file.name));
    blocksChanged(device, {
      open: new Set([...blocksOf(device).open, ...own.slice(0, 3).map(({ key }) => key)]),
      ...(note !== '' && { said: { tone: 'quiet', code: 'layout.note', text: note } }),
    });
    return blocksOf(device).said?.tone !== 'error';
  } catch (error) {
    const { code, text } = toNexusError(error);
    blocksChanged(device, { said: { tone: 'error', code, text } });
    return false;
  }
}

const idOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '') || 'layout';

interface ReadBlocks {
  readonly blocks: readonly LayoutBlock[];
  readonly note: string;
}

async function blocksOfFile(device: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<ReadBlocks> {
  const { decodedText, textEncoding } = await import('../../../../src-shared/tag-files/decode-text.ts');
  const { isTiaSource } = await import('../../../../src-shared/tag-files/tia-source.ts');
  const text = bytes[0] === 0x50 && bytes[1] === 0x4b ? '' : decodedText(bytes, textEncoding(bytes));
  return isTiaSource(text) ? await ofSource(name, text) : await ofTags(device, name, bytes);
}

async function ofSource(name: string, text: string): Promise<ReadBlocks> {
  const { blocksOfSource } = await import('../../../../src-shared/tag-files/block-file.ts');
  const found = blocksOfSource(name, text);
  const lost = found.find(({ lostAt, access }) => lostAt !== undefined && access !== 'optimised');
  return {
    blocks: found.map((block) => ({
      area: block.number === undefined ? '' : `DB${block.number}`,
      name: block.name,
      access: block.access,
      values: writeLayoutLines(block.values),
    })),
    note: lost
      ? `The size of “${lost.lostAt}” in “${lost.name}” is not known, so what stands behind it has no address. Generate the source with dependent types.`
      : '',
  };
}

/** A table of tags: every address that the device has stands in the block of its area. */
async function ofTags(device: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<ReadBlocks> {
  const { readTagFile } = await import('../../../../src-shared/tag-files/read-tag-file.ts');
  const { rows, mapping } = await readTagFile(name, bytes);
  const cell = (row: readonly string[], path: string): string => row[mapping.indexOf(path)]?.trim() ?? '';
  const tags = rows.flatMap((row) => {
    const address = cell(row, 'address');
    const form = { address, ...(cell(row, 'data_type') !== '' && { data_type: cell(row, 'data_type').toLowerCase() }) };
    return address === '' ? [] : [{ form, name: cell(row, 'name') || address, comment: cell(row, 'description') }];
  });
  const found = await rpc().places.describe({ device, tags: tags.map(({ form }) => form) });
  const byArea = new Map<string, LayoutValue[]>();
  tags.forEach((tag, index) => {
    const place = found[index]?.place;
    if (!place) return;
    const type = place.length === null ? place.type : `${place.type}[${place.length}]`;
    const value = { name: tag.name, type, offset: place.start, bit: place.bit ?? 0, comment: tag.comment };
    byArea.set(place.area, [...(byArea.get(place.area) ?? []), value]);
  });
  const left = tags.length - found.filter(({ place }) => place !== null).length;
  const first = found.find(({ fault }) => fault !== null)?.fault?.text ?? '';
  return {
    blocks: [...byArea].map(([area, values]) => ({
      area,
      name: name.slice(0, 128),
      access: 'standard' as const,
      values: writeLayoutLines(values.toSorted((a, b) => a.offset! - b.offset! || a.bit - b.bit)),
    })),
    note: left === 0 ? '' : `${left} of ${tags.length} rows have no address of this device and were left out. ${first}`,
  };
}
