import type { LayoutValue } from '../domain/layout-lines.ts';
import { NexusError } from '../errors/nexus-error.ts';
import { blockLayout, type PlacedValue } from './block-layout.ts';
import { type SclType, sclBlocks } from './scl-blocks.ts';
import { sclTokens } from './scl-tokens.ts';

/** A data block as a source declares it. */
export interface FileBlock {
  readonly name: string;
  /** Undefined: sources name blocks by words, and only `DB10` says its number. */
  readonly number: number | undefined;
  readonly access: 'standard' | 'optimised' | 'unknown';
  /** Those of an optimised block have no places. */
  readonly values: readonly LayoutValue[];
  /** The first value behind which nothing has a place, because its type is not in the source. */
  readonly lostAt: string | undefined;
}

/**
 * Every data block of a source file of TIA Portal or STEP 7. Unlike an import of tags it takes blocks with optimised access
 * too: what is in them is to be seen, and why it cannot be read.
 *
 * @throws NexusError NX_TAG_FILE for a source without a data block.
 */
export function blocksOfSource(name: string, text: string): readonly FileBlock[] {
  const all = sclBlocks(sclTokens(text));
  const types = new Map(
    all.filter(({ kind }) => kind === 'type').map((one): [string, SclType] => [one.name, one.type]),
  );
  const blocks = all.filter(({ kind }) => kind === 'block');
  if (blocks.length === 0)
    throw new NexusError(
      'NX_TAG_FILE',
      `${name} declares no data block. Generate the source of the block with its dependent types.`,
    );
  return blocks.map((block): FileBlock => {
    const placed = blockLayout(block.type, types);
    const access = block.isOptimised === undefined ? 'unknown' : block.isOptimised ? 'optimised' : 'standard';
    return {
      name: block.name,
      number: Number(/^DB([1-9]\d{0,4})$/i.exec(block.name)?.[1]) || undefined,
      access,
      values: placed.map((value) => asValue(value, access === 'optimised')),
      lostAt: placed.find(({ offset }) => offset === undefined)?.name,
    };
  });
}

const asValue = ({ name, type, offset, bit, comment }: PlacedValue, isOptimised: boolean): LayoutValue => ({
  ...{ name, type, bit, comment },
  offset: isOptimised ? undefined : offset,
});

/** Bytes that a block takes by its values; 0 where none has a place. @param sizeOf bytes of a type; undefined: not known */
export function blockBytes(values: readonly LayoutValue[], sizeOf: (type: string) => number | undefined): number {
  let end = 0;
  for (const { offset, type } of values) if (offset !== undefined) end = Math.max(end, offset + (sizeOf(type) ?? 1));
  return end + (end % 2);
}
