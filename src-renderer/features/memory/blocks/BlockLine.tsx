import type { ReactNode } from 'react';
import { Glyph } from '../../../ui/Glyph.tsx';
import { formatInteger } from '../../../ui/number-format.ts';
import type { TreeRow } from './tree-rows.ts';

/** A block: where it is known from, how long it is, and whether it can be read. */
export function BlockLine({
  row: { node, isOpen },
}: {
  readonly row: Extract<TreeRow, { readonly kind: 'block' }>;
}): ReactNode {
  const { title, sources, cells, fault, isOptimised, mismatch, file } = node;
  return (
    <>
      <span className="block-arrow" aria-hidden>
        {file ? (isOpen ? '▾' : '▸') : ''}
      </span>
      <span className="text block-title" title={title}>
        {title}
      </span>
      <span className="quiet">{sources.length === 0 ? '' : `(${sources.join(', ')})`}</span>
      <span className="spacer" />
      {fault?.code === 's7.range' && !isOptimised ? (
        <span className="quiet">empty</span>
      ) : isOptimised || fault ? (
        <span className="block-verdict" data-verdict="refused" title={fault?.text}>
          <Glyph name="bad" /> {isOptimised ? 'optimised' : 'no access'}
        </span>
      ) : mismatch === '' ? null : (
        <span className="block-verdict" data-verdict="doubtful" title={mismatch}>
          <Glyph name="half" /> length differs
        </span>
      )}
      <span className="quiet block-size">{cells === undefined ? '' : `${formatInteger(cells)} B`}</span>
    </>
  );
}
