import { type ReactNode, useCallback } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { sameTag } from '../../state/tags.ts';
import { pensAdded, type Trend } from '../../state/trends.ts';
import { PenPicker } from './PenPicker.tsx';

/** Adds pens to a trend by the names of their tags. */
export function PenAdder({ trend, onClose }: { readonly trend: Trend; readonly onClose: () => void }): ReactNode {
  const taken = useCallback(
    (tag: TagView) => trend.pens.some((pen) => sameTag(pen, { device: tag.device, tag: tag.id })),
    [trend.pens],
  );
  const add = (tag: TagView): void => pensAdded(trend.id, [{ device: tag.device, tag: tag.id }]);
  return <PenPicker taken={taken} onPick={add} onClose={onClose} />;
}
