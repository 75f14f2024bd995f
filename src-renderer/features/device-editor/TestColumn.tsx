import { Grid3x3, Play, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { TestStep } from '../../../src-shared/contract/drivers.ts';
import { faultMessage } from '../../forms/check-form.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { useMay } from '../../state/roles.ts';
import { Glyph, type GlyphName } from '../../ui/Glyph.tsx';
import { Message } from '../../ui/Message.tsx';
import { ScanButtons } from '../scan/ScanButtons.tsx';
import { changeEdit, connectionFilled, useDeviceEdits } from './device-edits.ts';
import { deviceFile } from './device-faults.ts';
import { editorForm } from './editor-sections.ts';
import { IdentityCard } from './IdentityCard.tsx';
import { TrustHelp } from './TrustHelp.tsx';
import { type TestRun, testCancelled, testStarted, useTestRuns } from './test-runs.ts';

/** Below this, waiting is not worth a word. */
const PROGRESS_AFTER_MS = 400;

/** Beside the form: whether the device answers, step by step. Nothing is saved by it. */
export function TestColumn({ tab }: { readonly tab: string }): ReactNode {
  const run = useTestRuns(({ byTab }) => byTab[tab]);
  const isLost = useLink(({ state }) => state.kind === 'lost');
  const mayTest = useMay('configure');
  return (
    <aside className="device-test" aria-label="Test">
      <div className="device-test-inner">
        <h2>Test</h2>
        {run?.state === 'running' ? (
          <button key="cancel" type="button" className="button" onClick={() => testCancelled(tab)}>
            <X size={16} strokeWidth={1.5} aria-hidden />
            Cancel test
          </button>
        ) : (
          <button
            key="test"
            type="button"
            className="button"
            title="F9 or Ctrl+Enter. Reads only, saves nothing."
            disabled={isLost || !mayTest}
            onClick={() => testStarted(tab)}
          >
            <Play size={16} strokeWidth={1.5} aria-hidden />
            Test connection <span className="quiet">F9</span>
          </button>
        )}
        <Scans tab={tab} />
        {isLost ? <p>Test is not possible while the gateway is offline. You can still edit.</p> : null}
        {run ? (
          <Result run={run} tab={tab} />
        ) : (
          <p className="quiet">Tries the connection as it stands in the form. Nothing is saved.</p>
        )}
      </div>
    </aside>
  );
}

/** What else can be looked for at the endpoint in the form. */
function Scans({ tab }: { readonly tab: string }): ReactNode {
  const state = useDeviceEdits(({ byTab }) => byTab[tab]);
  if (state?.kind !== 'editing') return null;
  const { edit } = state;
  const { driver, sections } = editorForm(edit);
  const { device } = edit;
  const view = useDevices.getState().list.find(({ id }) => id === device);
  return (
    <>
      {view?.memory ? (
        <button type="button" className="button" onClick={() => tabOpened(`device/${view.id}/memory`, 'kept')}>
          <Grid3x3 size={16} strokeWidth={1.5} aria-hidden />
          Open {view.memory.toLowerCase()}
        </button>
      ) : null}
      <ScanButtons
        place={tab}
        scans={driver?.scans ?? []}
        detects={driver?.detectsValues ?? false}
        device={() => ({ ...deviceFile(edit, sections), ...(edit.tags.length > 0 && { tags: edit.tags }) })}
        saved={edit.device}
        onTags={(tags) => changeEdit(tab, (now) => ({ ...now, tags: [...now.tags, ...tags] }))}
      />
    </>
  );
}

function Result({ run, tab }: { readonly run: TestRun; readonly tab: string }): ReactNode {
  const samples = run.steps.flatMap(({ sample }) => sample);
  return (
    <>
      {run.state === 'running' ? <Progress startedMs={run.startedMs} /> : null}
      {/* Safari forgets that a list without bullets is one. */}
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <ul role="list" className="test-steps" aria-label="Steps">
        {run.steps.map((step) => (
          <Step key={step.id} step={step} tab={tab} isRunning={run.state === 'running'} />
        ))}
      </ul>
      {run.reason ? <Message code={faultMessage(run.reason.code)} text={run.reason.text} /> : null}
      <p role="status" className="test-verdict">
        {verdict(run)}
      </p>
      <IdentityCard tab={tab} steps={run.steps} />
      {samples.length > 0 ? <Samples samples={samples} /> : null}
    </>
  );
}

function verdict({ state, tookMs }: TestRun): string {
  switch (state) {
    case 'running':
      return '';
    case 'passed':
      return `Passed in ${Math.round(tookMs)} ms. Nothing was saved.`;
    case 'failed':
      return 'The test did not pass. Nothing was saved.';
    case 'cancelled':
      return 'Cancelled. Nothing was saved.';
    case 'refused':
      return 'The test could not be made. Nothing was saved.';
  }
}

const GLYPHS: Readonly<Record<TestStep['state'], GlyphName>> = {
  running: 'connecting',
  pass: 'ok',
  warn: 'half',
  fail: 'bad',
};
const WORDS: Readonly<Record<TestStep['state'], string>> = {
  running: 'running',
  pass: 'pass',
  warn: 'note',
  fail: 'fail',
};

interface StepProps {
  readonly step: TestStep;
  readonly tab: string;
  /** The test goes on: what it offers is taken when it has ended. */
  readonly isRunning: boolean;
}

function Step({ step: { title, state, tookMs, reason, offer }, tab, isRunning }: StepProps): ReactNode {
  const took = tookMs === null ? '' : `${tookMs < 10 ? tookMs.toFixed(1) : Math.round(tookMs)} ms`;
  return (
    <li className="test-step" data-state={state}>
      <span className="test-step-line">
        <Glyph name={GLYPHS[state]} />
        <span className="test-step-title">
          {title}
          <span className="visually-hidden">: </span>
        </span>
        <span className="test-step-word">{WORDS[state]}</span>
        <span className="visually-hidden">{took === '' ? '' : ', '}</span>
        <span className="test-step-took">{took}</span>
      </span>
      {reason ? (
        <Message
          code={faultMessage(reason.code)}
          text={reason.text}
          tone={state === 'fail' ? 'error' : state === 'warn' ? 'warning' : 'quiet'}
        />
      ) : null}
      {offer ? (
        <button
          type="button"
          className="button"
          disabled={isRunning}
          title="Fills it in and tests again"
          onClick={() => {
            connectionFilled(tab, offer.connection);
            testStarted(tab);
          }}
        >
          {offer.text}
        </button>
      ) : null}
      {state === 'fail' && reason ? <TrustHelp tab={tab} code={reason.code} /> : null}
    </li>
  );
}

function Progress({ startedMs }: { readonly startedMs: number }): ReactNode {
  const [waitedMs, setWaited] = useState(() => performance.now() - startedMs);
  useEffect(() => {
    const timer = setInterval(() => setWaited(performance.now() - startedMs), 100);
    return () => clearInterval(timer);
  }, [startedMs]);
  if (waitedMs < PROGRESS_AFTER_MS) return null;
  return (
    <div className="test-progress">
      <progress aria-label="Testing the connection" />
      <span className="quiet">Waiting for {(waitedMs / 1_000).toFixed(1)} s</span>
    </div>
  );
}

function Samples({ samples }: { readonly samples: TestStep['sample'] }): ReactNode {
  return (
    <table className="test-samples">
      <caption>Sample read</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Address</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody className="mono">
        {samples.map(({ address, text }) => (
          <tr key={address}>
            <td>{address}</td>
            <td>{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
