import type { ReactNode } from 'react';
import { Glyph, type GlyphName } from '../../../ui/Glyph.tsx';
import { VERDICT_WORDS, type Verdict, verdictOf } from './block-values.ts';
import { useBlocks } from './blocks-store.ts';
import type { TreeRow } from './tree-rows.ts';

interface ValueLineProps {
  readonly device: string;
  readonly row: Extract<TreeRow, { readonly kind: 'value' }>;
  readonly isTicked: boolean;
  readonly onTick: () => void;
}

const GLYPHS: Readonly<Partial<Record<Verdict, GlyphName>>> = {
  ...{ reachable: 'done', doubtful: 'half', optimised: 'bad', refused: 'bad', behind: 'bad', looking: 'connecting' },
};

/** A value: its place, its name and type, what it read last and whether it can be read. */
export function ValueLine({ device, row: { key, node, value }, isTicked, onTick }: ValueLineProps): ReactNode {
  const reading = useBlocks(({ byDevice }) => byDevice[device]?.readings.get(key));
  const { place, name, type, comment } = value;
  const verdict = verdictOf(value, reading, node.isOptimised);
  const odd = place?.remarks.find(({ isWarning }) => isWarning);
  const glyph = odd && verdict === 'reachable' ? 'half' : GLYPHS[verdict];
  const why = reading?.reason?.text ?? reading?.doubt ?? odd?.text ?? '';
  const shared = place?.bit !== null && place?.bit !== undefined && verdict === 'reachable' ? `, bit ${place.bit}` : '';
  const word = odd && verdict === 'reachable' ? 'odd byte' : `${VERDICT_WORDS[verdict]}${shared}`;
  return (
    <>
      <span
        className="block-box"
        aria-hidden
        onClick={(event) => {
          event.stopPropagation();
          if (place) onTick();
        }}
      >
        {place ? (isTicked ? '☑' : '☐') : ''}
      </span>
      <span className="mono block-place">
        {place ? `${place.start}${place.bit === null ? '' : `.${place.bit}`}` : '?'}
      </span>
      <span className="text block-name" title={comment === '' ? name : `${name}: ${comment}`}>
        {name}
      </span>
      <span className="quiet block-type">{type}</span>
      <span className="mono block-value" title={reading?.text ?? ''}>
        {reading?.text ?? ''}
      </span>
      <span className="block-verdict" data-verdict={verdict} title={why}>
        {glyph ? <Glyph name={glyph} /> : null} {verdict === 'unread' ? '' : word}
      </span>
    </>
  );
}
