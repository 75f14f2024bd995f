import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { isBad } from '../../../src-shared/domain/quality.ts';
import { otherNumber } from '../../charts/chart-pen.ts';
import { nearestSample } from '../../charts/nearest-sample.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { liveLoop } from '../../state/live-loop.ts';
import { formatTime } from '../../ui/time-format.ts';
import type { HistoryPen } from './history-loader.ts';
import type { TrendSession } from './trend-session.ts';

interface OtherValueProps {
  readonly pen: HistoryPen;
  readonly session: RefObject<TrendSession | null>;
}

/** What a pen was at the other time, and when that was; written outside React, because it follows the pointer. */
export function OtherValue({ pen, session }: OtherValueProps): ReactNode {
  const box = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      liveLoop.add(() => {
        const text = otherText(pen, session.current?.readUs ?? gatewayNowUs());
        if (!box.current || box.current.textContent === text) return 0;
        box.current.textContent = text;
        return 1;
      }),
    [pen, session],
  );
  return (
    <span className="trend-pen-other">
      {otherNumber(pen.slot)} <span ref={box} />
    </span>
  );
}

function otherText({ other, unit, format }: HistoryPen, atUs: number): string {
  if (!other) return '';
  const when = formatTime((atUs - other.shiftUs) / 1_000);
  const sample = nearestSample(other.model, atUs);
  if (!sample || Math.abs(sample.timeUs - atUs) > other.model.stepUs) return `no value · ${when}`;
  if (isBad(sample.status)) return `Bad · ${when}`;
  return `${format(sample.value)}${unit === '' ? '' : ` ${unit}`} · ${when}`;
}
