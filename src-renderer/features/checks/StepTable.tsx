import { type ReactNode, useState } from 'react';
import type { CheckLoopView, CheckStepView } from '../../../src-shared/contract/check-loops.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { withDecimalSign } from '../../ui/number-format.ts';
import { ArmedChip } from '../watch/ArmedChip.tsx';
import { ConfirmWrite } from './ConfirmWrite.tsx';
import { capturedText, errorText, expectedText, loopValue } from './loop-words.ts';
import type { LoopActions } from './use-loop-actions.ts';

interface StepTableProps {
  readonly loop: CheckLoopView;
  readonly actions: LoopActions;
  readonly mayCapture: boolean;
  /** The step that Space captures. */
  readonly next: string | undefined;
}

/** The steps of a loop with what was captured of each. */
export function StepTable({ loop, actions, mayCapture, next }: StepTableProps): ReactNode {
  const [writing, setWriting] = useState<CheckStepView>();
  if (loop.steps.length === 0) return null;
  const writes = loop.steps.some(({ write }) => write !== null);
  return (
    <>
      {mayCapture && writes ? (
        <p className="loop-arm">
          <ArmedChip device={loop.device} /> <span className="quiet">Steps write only while the device is armed.</span>
        </p>
      ) : null}
      <table className="step-table" aria-label={`Steps of ${loop.name}`}>
        <thead>
          <tr>
            <th scope="col">Point</th>
            <th scope="col">Applied</th>
            <th scope="col">Expected</th>
            <th scope="col">Captured</th>
            <th scope="col">Error</th>
            <th scope="col">Result</th>
            <th scope="col">
              <span className="visually-hidden">Do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {loop.steps.map((step) => (
            <tr key={step.key} data-next={(mayCapture && step.key === next) || undefined}>
              <th scope="row">
                {step.title}
                {step.need === 'optional' ? <span className="quiet"> (if fitted)</span> : null}
              </th>
              <td>{step.applied}</td>
              <td className="mono">{expectedText(step, loop)}</td>
              <td className="mono" title={captureTitle(step, loop)}>
                {capturedText(step, loop)}
              </td>
              <td className="mono">{errorText(step)}</td>
              <td>
                <Result step={step} isCapturing={actions.capturing === step.key} />
              </td>
              <td>
                {mayCapture ? (
                  <button
                    type="button"
                    className="button step-capture"
                    aria-label={`${step.write === null ? 'Capture' : 'Write'} ${step.title}${step.capture ? ' again' : ''}`}
                    disabled={actions.capturing !== undefined}
                    onClick={() => (step.write === null ? void actions.capture(step.key) : setWriting(step))}
                  >
                    {doText(step)}
                  </button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {writing ? (
        <ConfirmWrite
          loop={loop}
          step={writing}
          onClose={() => setWriting(undefined)}
          onWrite={(confirm) => void actions.exercise(writing.key, confirm)}
        />
      ) : null}
    </>
  );
}

const doText = ({ write, capture }: CheckStepView): string =>
  write === null ? (capture ? 'Again' : 'Capture') : capture ? 'Write again…' : 'Write…';

function Result({ step, isCapturing }: { readonly step: CheckStepView; readonly isCapturing: boolean }): ReactNode {
  if (isCapturing)
    return (
      <span className="step-result">
        <Glyph name="connecting" /> Capturing
      </span>
    );
  if (!step.capture) return null;
  const isPass = step.capture.result === 'pass';
  return (
    <span className="step-result" data-result={step.capture.result}>
      <Glyph name={isPass ? 'done' : 'bad'} /> {isPass ? 'Pass' : 'Fail'}
      {tookText(step)}
    </span>
  );
}

/** How long a stroke took, beside its result. */
function tookText({ kind, capture }: CheckStepView): string {
  const tookMs = kind === 'command' ? (capture?.write?.tookMs ?? null) : null;
  return tookMs === null ? '' : ` ${withDecimalSign((tookMs / 1_000).toFixed(1))} s`;
}

/** What a capture says beyond its average. */
function captureTitle({ capture }: CheckStepView, loop: CheckLoopView): string | undefined {
  if (!capture) return undefined;
  const { min, max, samples, quality, sourceTime, actor, write } = capture;
  const stroke = (write?.tookMs ?? null) === null ? '' : `seen after ${write?.tookMs} ms, `;
  const spread = min === null ? '' : `${loopValue(min, loop)} … ${loopValue(max, loop)}, `;
  return `${stroke}${spread}${samples} ${samples === 1 ? 'point' : 'points'}, ${quality}, source ${sourceTime ?? 'unknown'}, by ${actor}`;
}
