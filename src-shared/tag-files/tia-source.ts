import { NexusError } from '../errors/nexus-error.ts';
import { blockLayout, type PlacedValue } from './block-layout.ts';
import { sclBlocks } from './scl-blocks.ts';
import { sclTokens } from './scl-tokens.ts';
import type { ReadChoice, TagSheet } from './tag-sheet.ts';
import { textTable } from './text-table.ts';

/** Whether a text is a source file of TIA Portal. */
export const isTiaSource = (text: string): boolean => /^\s*(?:DATA_BLOCK|TYPE)\s+["\w]/m.test(text.slice(0, 100_000));

/**
 * The values of a data block in a source file, with absolute addresses. A source names blocks by words, so the number of a
 * block is chosen unless its name has it (`DB10`).
 *
 * @throws NexusError NX_TAG_FILE for a source without a data block, and for a block with optimised access, which has no offsets.
 */
export function tiaSourceSheet(name: string, text: string, choice: ReadChoice): TagSheet {
  const all = sclBlocks(sclTokens(text));
  const types = new Map(all.filter(({ kind }) => kind === 'type').map((one) => [one.name, one.type]));
  const blocks = all.filter(({ kind }) => kind === 'block');
  const part = Math.min(Math.max(0, choice.part ?? 0), blocks.length - 1);
  const block = blocks[part];
  if (!block)
    throw new NexusError(
      'NX_TAG_FILE',
      `${name} declares no data block. Generate the source of the block with its dependent types.`,
    );
  if (block.isOptimised) {
    const fact = `“${block.name}” has optimised access, and its values have no offsets.`;
    const next = 'In TIA Portal, switch off “Optimized block access”, compile, and generate the source again.';
    throw new NexusError('NX_TAG_FILE', `${fact} ${next}`);
  }
  const number = choice.block ?? (Number(/^DB(\d+)$/i.exec(block.name)?.[1] ?? 0) || null);
  const values = blockLayout(block.type, types);
  const lost = values.find(({ offset }) => offset === undefined);
  const notes = [
    ...(number === null
      ? [`The source does not say which number “${block.name}” has. Write it above; then the rows have addresses.`]
      : []),
    ...(lost
      ? [
          `The size of “${lost.name}” (${lost.type}) is not known, so what stands behind it has no address. Generate the source with dependent types.`,
        ]
      : []),
    ...(block.isOptimised === undefined
      ? ['The source does not say that optimised access is off. With optimised access these offsets are not true.']
      : []),
  ];
  const tags = values.map((value) => ({
    line: value.line,
    cells: { name: `${block.name}.${value.name}`, address: addressOf(value, number), description: value.comment },
  }));
  return {
    ...textTable('tia-source', tags, notes),
    parts: blocks.length > 1 ? blocks.map((one) => one.name) : [],
    part,
    block: number,
  };
}

function addressOf({ offset, bit, type }: PlacedValue, number: number | null): string {
  if (offset === undefined || number === null) return '';
  if (type === 'BOOL') return `DB${number}.DBX${offset}.${bit}`;
  const width = WIDTHS[type] ?? 'B';
  return `DB${number}.DB${width}${offset}:${type}`;
}

const WORDS = ['WORD', 'INT', 'UINT', 'DATE', 'S5TIME'];
const DOUBLES = ['DWORD', 'DINT', 'UDINT', 'REAL', 'TIME', 'TOD'];
const WIDTHS: Readonly<Record<string, 'W' | 'D'>> = {
  ...Object.fromEntries(WORDS.map((type) => [type, 'W'])),
  ...Object.fromEntries(DOUBLES.map((type) => [type, 'D'])),
};
