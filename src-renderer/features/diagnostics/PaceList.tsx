import type { ReactNode } from 'react';
import type { PaceHealth } from '../../../src-shared/contract/devices.ts';
import { Glyph, type GlyphName } from '../../ui/Glyph.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { boundsText, PACE_WORDS } from '../../ui/pace-text.ts';
import { formatInterval } from '../../ui/time-format.ts';

const GLYPHS: Readonly<Record<PaceHealth['cause'], GlyphName>> = {
  starting: 'connecting',
  changing: 'ok',
  steady: 'off',
  anomaly: 'armed',
  budget: 'half',
};

/** Groups of tags whose period follows their values: what it is now, and why. */
export function PaceList({ paces }: { readonly paces: readonly PaceHealth[] }): ReactNode {
  return (
    <ul className="pace-list" aria-label="Adaptive polling">
      {paces.map((pace) => (
        <li key={`${pace.intervalMs} ${boundsText(pace)}`}>
          <span>
            {pace.tags === 1 ? '1 tag' : `${formatInteger(pace.tags)} tags`}, now every {formatInterval(pace.nowMs)}{' '}
            <span className="quiet">of {boundsText(pace)}</span>
          </span>
          <span className="pace-cause" data-cause={pace.cause}>
            <Glyph name={GLYPHS[pace.cause]} /> {PACE_WORDS[pace.cause]}
          </span>
          {pace.heldBack === 0 ? null : (
            <span className="quiet">
              {pace.heldBack === 1 ? '1 poll' : `${formatInteger(pace.heldBack)} polls`} held back from a faster pace
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
