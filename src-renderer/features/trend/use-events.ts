import { useEffect, useMemo, useState } from 'react';
import type { TrendEvent } from '../../../src-shared/contract/trends.ts';
import type { TrendEventKind } from '../../../src-shared/domain/trend-event.ts';
import { rangeOf, type TimeView } from '../../charts/time-view.ts';
import type { EventLanes } from '../../charts/trend-scene.ts';
import { rpc } from '../../rpc/connect.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { EVENT_WORDS } from './event-words.ts';

/** What is known of the events of a window. */
export interface KnownEvents {
  readonly events: readonly TrendEvent[];
  readonly more: boolean;
  /** Outages from before are not known, µs. */
  readonly outagesFromUs: number;
}

const NONE: KnownEvents = { events: [], more: false, outagesFromUs: 0 };
const EVERY_MS = 3_000;
/** A window that is being moved is not asked about at each of its places. */
const SETTLE_MS = 250;
/** Asked for beyond both ends, of the window. */
const AHEAD = 0.5;

/** The events of a window, read anew as it moves; nothing is asked while no lane is shown. */
export function useEvents(kinds: readonly TrendEventKind[], view: TimeView): KnownEvents {
  const [known, setKnown] = useState(NONE);
  const isShown = kinds.length > 0;
  useEffect(() => {
    if (!isShown) return undefined;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const read = async (): Promise<void> => {
      const { fromUs, toUs } = rangeOf(view, gatewayNowUs());
      const aheadUs = (toUs - fromUs) * AHEAD;
      const found = await rpc().trends.events({ fromUs: fromUs - aheadUs, toUs: toUs + aheadUs });
      if (!isOver) setKnown((before) => (JSON.stringify(before) === JSON.stringify(found) ? before : found));
    };
    const turn = (): void => {
      // Without its events a trend goes on: the gateway is asked again with the next turn.
      void read()
        .catch(() => undefined)
        .then(() => {
          if (!isOver) timer = setTimeout(turn, EVERY_MS);
        });
    };
    timer = setTimeout(turn, SETTLE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isShown, view]);
  return isShown ? known : NONE;
}

/** The lanes that a chart draws. */
export const useEventLanes = (kinds: readonly TrendEventKind[], { events }: KnownEvents): EventLanes =>
  useMemo(() => ({ lanes: kinds.map((kind) => ({ kind, label: EVENT_WORDS[kind] })), events }), [kinds, events]);
