import { type ReactNode, useEffect, useRef } from 'react';
import type { CheckLoopView, CheckStepView } from '../../../src-shared/contract/check-loops.ts';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { isGood } from '../../../src-shared/domain/quality.ts';
import { steadyChosen, useChecks } from '../../state/checks.ts';
import { liveLoop } from '../../state/live-loop.ts';
import { liveValues } from '../../state/live-values.ts';
import { formatSignificant } from '../../ui/number-format.ts';
import { isMeantFor, Steady } from './steady.ts';

interface AutoCaptureProps {
  readonly loop: CheckLoopView;
  readonly tag: TagView;
  /** The step that is next; only those that compare a value are captured by themselves. */
  readonly step: CheckStepView | undefined;
  readonly onSteady: (step: string) => void;
}

const SECONDS = [2, 5, 10] as const;
const DEFAULT_S = 5;
/** Of the span, when the tolerance is coarser. */
const BAND_SHARE = 0.1;

/** Captures the next step when the value stands still near what it expects. Watches live values; writes its words outside React. */
export function AutoCapture({ loop, tag, step, onSteady }: AutoCaptureProps): ReactNode {
  const steadyS = useChecks((state) => state.steadyS);
  const words = useRef<HTMLSpanElement>(null);
  const band = bandOf(loop);
  const seconds = steadyS ?? DEFAULT_S;
  const others = loop.steps.flatMap(({ key, kind, expected }) =>
    key !== step?.key && kind === step?.kind && expected !== null ? [expected] : [],
  );
  const wanted = step && (step.kind === 'point' || step.kind === 'state') ? step.expected : null;
  const latest = useRef({ isOn: steadyS !== null, wanted, others, step, onSteady });
  useEffect(() => {
    latest.current = { isOn: steadyS !== null, wanted, others, step, onSteady };
  });
  useEffect(() => {
    const steady = new Steady({ band, forMs: seconds * 1_000 });
    return liveLoop.add((nowMs) => {
      const { index } = tag;
      const good = liveValues.seen(index) && isGood(liveValues.status[index]!);
      const value = good ? liveValues.value[index]! : undefined;
      const stoodMs = steady.take(value, nowMs);
      const now = latest.current;
      const isSteady = stoodMs >= seconds * 1_000;
      const isNear = value !== undefined && now.wanted !== null && isMeantFor(value, now.wanted, now.others);
      if (now.isOn && isSteady && isNear && now.step) {
        steady.reset();
        now.onSteady(now.step.key);
      }
      const text = wordsOf(stoodMs, isSteady, band, seconds);
      if (!words.current || words.current.textContent === text) return 0;
      words.current.textContent = text;
      return 1;
    });
  }, [tag, band, seconds]);
  return (
    <span className="auto-capture">
      <span ref={words} className="auto-capture-words" />
      <select
        className="field"
        aria-label="When it is captured"
        value={steadyS ?? ''}
        onChange={(event) => steadyChosen(event.target.value === '' ? null : Number(event.target.value))}
      >
        <option value="">Capture by hand</option>
        {SECONDS.map((choice) => (
          <option key={choice} value={choice}>
            Capture when steady for {choice} s
          </option>
        ))}
      </select>
    </span>
  );
}

/** A tenth of a percent of the span, or half of the tolerance where that is finer; a state does not move at all. */
function bandOf({ range, tolerance }: CheckLoopView): number {
  return range ? ((range.high - range.low) * Math.min(BAND_SHARE, tolerance / 2)) / 100 : 0;
}

function wordsOf(stoodMs: number, isSteady: boolean, band: number, seconds: number): string {
  const within = band === 0 ? '' : ` ±${formatSignificant(Number(band.toPrecision(2)))}`;
  if (isSteady) return `steady${within} for ${seconds} s`;
  return stoodMs === 0 ? 'moving' : `steady${within} for ${Math.floor(stoodMs / 1_000)} of ${seconds} s`;
}
