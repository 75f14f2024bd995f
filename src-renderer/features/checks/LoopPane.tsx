import { type ReactNode, useEffect } from 'react';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import type { CheckSheet } from '../../../src-shared/domain/check-sheet.ts';
import { useMay } from '../../state/roles.ts';
import { useTags, wantTags } from '../../state/tags.ts';
import { Message } from '../../ui/Message.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { LiveAge, LiveQuality, LiveValue } from '../tags/LiveCells.tsx';
import { AutoCapture } from './AutoCapture.tsx';
import { formatClock } from './clock-text.ts';
import { LoopEdits } from './LoopEdits.tsx';
import { LoopNotes } from './LoopNotes.tsx';
import { loopValue, STATE_WORDS, TEMPLATE_MARKS } from './loop-words.ts';
import { PunchList } from './PunchList.tsx';
import { SignBar } from './SignBar.tsx';
import { StepTable } from './StepTable.tsx';
import { type LoopActions, nextStep } from './use-loop-actions.ts';

interface LoopPaneProps {
  readonly sheet: CheckSheet;
  readonly loop: CheckLoopView;
  readonly actions: LoopActions;
  readonly hasNext: boolean;
  readonly onNext: () => void;
}

/** The loop in hand: what is expected, what was captured, and the signature. */
export function LoopPane({ sheet, loop, actions, hasNext, onNext }: LoopPaneProps): ReactNode {
  const mayCheck = useMay('operate');
  const { refusal } = actions;
  const isOpen = mayCheck && loop.signature === null && loop.problem === null;
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
        {mayCheck ? <LoopEdits sheet={sheet} loop={loop} /> : null}
      </header>
      {loop.problem === null ? null : (
        <Strip tone="warning" announce="none">
          {loop.problem}
        </Strip>
      )}
      <SignatureStrip loop={loop} />
      <StepTable loop={loop} actions={actions} mayCapture={isOpen} next={isOpen ? nextStep(loop) : undefined} />
      <LiveLine loop={loop} actions={actions} mayCapture={isOpen} />
      {refusal ? <Message code={refusal.code} text={refusal.text} isAlert /> : null}
      <SignBar loop={loop} actions={actions} mayCheck={mayCheck} hasNext={hasNext} onNext={onNext} />
      <LoopNotes loop={loop} actions={actions} mayEdit={isOpen} />
      <PunchList loop={loop} mayClose={mayCheck} onClose={(id) => void actions.closePunch(id)} />
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
  const { signature, witness, changes, state } = loop;
  if (!signature) return null;
  const words = `${STATE_WORDS[signature.verdict][1]}, signed by ${signature.name} at ${formatClock(signature.at)}, revision ${signature.revision}.`;
  return (
    <Strip tone={state === 'changed' ? 'warning' : state === 'fail' ? 'error' : 'info'} announce="none">
      {words} {witness ? `Witness ${witness.name} at ${formatClock(witness.at)}. ` : null}
      {changes.length > 0 ? `Changed since sign-off: ${changes.join(', ')}.` : null}
    </Strip>
  );
}

interface LiveLineProps {
  readonly loop: CheckLoopView;
  readonly actions: LoopActions;
  readonly mayCapture: boolean;
}

/** What the signal shows now, and the capture that waits until it stands still. */
function LiveLine({ loop, actions, mayCapture }: LiveLineProps): ReactNode {
  useEffect(() => wantTags(loop.device), [loop.device]);
  const tag = useTags((state) => state.byDevice[loop.device]?.tags.find((one) => one.id === loop.tag));
  if (!tag) return null;
  const next = nextStep(loop);
  const mayWait = mayCapture && (loop.template === 'ai' || loop.template === 'di');
  return (
    <div className="loop-live">
      <span className="quiet">Live</span> <LiveValue tag={tag} unit="shown" /> <LiveQuality tag={tag} />{' '}
      <LiveAge tag={tag} />
      {mayWait ? (
        <AutoCapture
          loop={loop}
          tag={tag}
          step={loop.steps.find(({ key }) => key === next)}
          onSteady={(step) => void actions.capture(step, 'steady')}
        />
      ) : null}
    </div>
  );
}
