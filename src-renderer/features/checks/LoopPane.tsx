import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import type { CheckLoopView } from '../../../src-shared/contract/checks.ts';
import { useMay } from '../../state/roles.ts';
import { useTags, wantTags } from '../../state/tags.ts';
import { Message } from '../../ui/Message.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { LiveAge, LiveQuality, LiveValue } from '../tags/LiveCells.tsx';
import { formatClock } from './clock-text.ts';
import { loopValue, STATE_WORDS, TEMPLATE_MARKS } from './loop-words.ts';
import { StepTable } from './StepTable.tsx';
import { type LoopActions, nextStep } from './use-loop-actions.ts';

interface LoopPaneProps {
  readonly sheet: string;
  readonly loop: CheckLoopView;
  readonly actions: LoopActions;
  readonly hasNext: boolean;
  readonly onNext: () => void;
}

/** The loop in hand: what is expected, what was captured, and the signature. */
export function LoopPane({ loop, actions, hasNext, onNext }: LoopPaneProps): ReactNode {
  const mayCheck = useMay('operator');
  const { refusal, capturing } = actions;
  const isOpen = mayCheck && loop.signature === null && loop.problem === null;
  const next = nextStep(loop);
  return (
    <section className="loop-pane" aria-label={`Loop ${loop.name}`}>
      <header className="loop-head">
        <h2>
          {loop.name} <span className="quiet">{TEMPLATE_MARKS[loop.template]}</span>
        </h2>
        <p className="quiet">
          {loop.deviceName} <span className="mono">{loop.address}</span>
        </p>
        <p>{factsOf(loop)}</p>
      </header>
      {loop.problem === null ? null : (
        <Strip tone="warning" announce="none">
          {loop.problem}
        </Strip>
      )}
      <SignatureStrip loop={loop} />
      <StepTable loop={loop} actions={actions} mayCapture={isOpen} next={next} />
      <LiveLine loop={loop} />
      {refusal ? <Message code={refusal.code} text={refusal.text} isAlert /> : null}
      <footer className="loop-actions">
        {isOpen ? (
          <>
            <button
              type="button"
              className="button"
              disabled={next === undefined || capturing !== undefined}
              onClick={() => void actions.capture()}
            >
              {capturing === undefined ? 'Capture' : 'Capturing …'} <kbd>Space</kbd>
            </button>
            <span className="spacer" />
            <button type="button" className="button" onClick={() => void actions.sign('fail')}>
              Fail
            </button>
            <button type="button" className="button primary" onClick={() => void actions.sign('pass')}>
              Pass and sign <kbd>Ctrl+Enter</kbd>
            </button>
          </>
        ) : (
          <span className="spacer" />
        )}
        <button type="button" className="button" disabled={!hasNext} onClick={onNext}>
          Next <ChevronRight size={16} strokeWidth={1.5} aria-hidden />
        </button>
      </footer>
    </section>
  );
}

function factsOf(loop: CheckLoopView): string {
  const { range, unit, signal, tolerance, feedback } = loop;
  const parts = [
    ...(range ? [`Range ${loopValue(range.low, loop)}–${loopValue(range.high, loop)} ${unit}`.trim()] : []),
    ...(signal === '' ? [] : [signal]),
    ...(range ? [`tolerance ±${tolerance} % of span`] : []),
    ...(feedback ? [`feedback ${feedback.name}`] : []),
  ];
  return parts.join(' · ');
}

function SignatureStrip({ loop }: { readonly loop: CheckLoopView }): ReactNode {
  const { signature, changes, state } = loop;
  if (!signature) return null;
  const words = `${STATE_WORDS[signature.verdict][1]}, signed by ${signature.name} at ${formatClock(signature.at)}, revision ${signature.revision}.`;
  return (
    <Strip tone={state === 'changed' ? 'warning' : state === 'fail' ? 'error' : 'info'} announce="none">
      {words} {changes.length > 0 ? `Changed since sign-off: ${changes.join(', ')}.` : null}
    </Strip>
  );
}

/** What the signal shows now. */
function LiveLine({ loop }: { readonly loop: CheckLoopView }): ReactNode {
  useEffect(() => wantTags(loop.device), [loop.device]);
  const tag = useTags((state) => state.byDevice[loop.device]?.tags.find((one) => one.id === loop.tag));
  if (!tag) return null;
  return (
    <p className="loop-live">
      <span className="quiet">Live</span> <LiveValue tag={tag} unit="shown" /> <LiveQuality tag={tag} />{' '}
      <LiveAge tag={tag} />
    </p>
  );
}
