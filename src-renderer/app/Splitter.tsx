import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { REGION_PX, regionResized, type SideRegion, useLayout } from '../state/layout.ts';
import './splitter.css';

interface SplitterProps {
  readonly label: string;
  /** Of the edge itself: a vertical one is moved to the left and right. */
  readonly orientation: 'vertical' | 'horizontal';
  /** The side of its parent that it stands on. */
  readonly side: 'left' | 'right' | 'top' | 'bottom';
  readonly value: number;
  readonly limits: readonly [least: number, most: number];
  /** How far an arrow key moves it. */
  readonly step: number;
  /** How many px one of `value` is, told the edge itself. */
  readonly unitPx: (edge: HTMLElement) => number;
  readonly onChange: (value: number) => void;
}

/** An edge that sets a size: drag it, or arrow keys, Home and End. */
export function Splitter(props: SplitterProps): ReactNode {
  const { label, orientation, side, value, limits, step, unitPx, onChange } = props;
  const isVertical = orientation === 'vertical';
  // What stands to the right of or below its edge grows against the pointer.
  const grows = side === 'right' || side === 'bottom' ? 1 : -1;
  const drag = (event: PointerEvent<HTMLElement>): void => {
    if (event.buttons !== 1) return;
    const movedPx = isVertical ? event.movementX : event.movementY;
    onChange(value + (movedPx * grows) / unitPx(event.currentTarget));
  };
  const key = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey) return;
    const further = isVertical ? 'ArrowRight' : 'ArrowDown';
    const back = isVertical ? 'ArrowLeft' : 'ArrowUp';
    if (event.key === further) onChange(value + step * grows);
    else if (event.key === back) onChange(value - step * grows);
    else if (event.key === 'Home') onChange(limits[0]);
    else if (event.key === 'End') onChange(limits[1]);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="splitter"
      data-side={side}
      role="separator"
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(value)}
      aria-valuemin={limits[0]}
      aria-valuemax={limits[1]}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={key}
    />
  );
}

const REGION_EDGES = {
  explorer: { label: 'Width of the explorer', orientation: 'vertical', side: 'right' },
  inspector: { label: 'Width of the inspector', orientation: 'vertical', side: 'left' },
  panel: { label: 'Height of the panel', orientation: 'horizontal', side: 'top' },
} as const;

/** The edge between a side region and the editors. */
export function RegionSplitter({ region }: { readonly region: SideRegion }): ReactNode {
  const sizePx = useLayout((state) => state[`${region}Px`]);
  return (
    <Splitter
      {...REGION_EDGES[region]}
      value={sizePx}
      limits={REGION_PX[region]}
      step={16}
      unitPx={() => 1}
      onChange={(px) => regionResized(region, px)}
    />
  );
}
