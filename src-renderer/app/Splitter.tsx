import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { regionResized, useLayout } from '../state/layout.ts';

const LIMITS = { explorer: [200, 480], inspector: [260, 480] } as const;

/** The edge that sets the width of a side region: drag it, or arrow keys. */
export function Splitter({ region }: { readonly region: 'explorer' | 'inspector' }): ReactNode {
  const widthPx = useLayout((state) => (region === 'explorer' ? state.explorerPx : state.inspectorPx));
  // The inspector grows to the left.
  const direction = region === 'explorer' ? 1 : -1;
  const drag = (event: PointerEvent): void => {
    if (event.buttons === 1) regionResized(region, widthPx + event.movementX * direction);
  };
  const key = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowRight: 16, ArrowLeft: -16 };
    const step = steps[event.key];
    if (step !== undefined) regionResized(region, widthPx + step * direction);
  };
  return (
    <div
      className={`splitter splitter-${region}`}
      role="separator"
      aria-label={`Width of the ${region}`}
      aria-orientation="vertical"
      aria-valuenow={widthPx}
      aria-valuemin={LIMITS[region][0]}
      aria-valuemax={LIMITS[region][1]}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={key}
    />
  );
}
