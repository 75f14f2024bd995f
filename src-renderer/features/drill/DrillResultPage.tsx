import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { DrillResult } from '../../../src-shared/contract/drill.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { bytesOfBase64, saveFile } from '../../rpc/save-file.ts';
import { useDrill } from '../../state/drill.ts';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { noticed } from '../../state/notices.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { formatTime } from '../../ui/time-format.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { BacklogChart } from './BacklogChart.tsx';
import { DrillSign } from './DrillSign.tsx';
import { lengthText, STATE_SIGNS, VERDICT_SIGNS } from './drill-words.ts';
import './drill.css';

const TYPES = { pdf: 'application/pdf', json: 'application/json' } as const;

async function save(id: string, format: keyof typeof TYPES): Promise<void> {
  try {
    const { name, base64 } = await rpc().drill.report({ id, format });
    saveFile(name, [bytesOfBase64(base64)], TYPES[format]);
  } catch (error) {
    noticed({ kind: 'failed', text: toNexusError(error).text });
  }
}

/** One outage drill: how it ended, what waited, and every property with its figure and its limit. */
export function DrillResultPage({ id }: { readonly id: string }): ReactNode {
  const isOpen = useLink(({ state }) => state.kind === 'open');
  // One that runs has no result yet: it is read when it has ended.
  const isRunning = useDrill(({ running }) => running?.id === id);
  const [result, setResult] = useState<DrillResult>();
  const [problem, setProblem] = useState<{ readonly code: string; readonly text: string }>();
  const read = useCallback((): void => {
    rpc()
      .drill.get({ id })
      .then(setResult, (error: unknown) => setProblem(toNexusError(error)));
  }, [id]);
  useEffect(() => {
    if (isOpen && !isRunning) read();
  }, [isOpen, isRunning, read]);
  if (isRunning) return <Waiting text="This drill runs. Its result is here when it has ended." />;
  if (!result)
    return problem ? (
      <ErrorState title="The drill could not be read." cause={problem.text} code={problem.code} onRetry={read} />
    ) : (
      <Waiting text="Reading the drill…" onRetry={read} />
    );
  const { state, text, targets, forS, actor, reason, startedUs, cutUs, restoredUs, findings } = result;
  const time = (us: number | null): string => (us === null ? 'never' : formatTime(us / 1_000));
  return (
    <div className="drill-result">
      <div className="toolbar">
        <button type="button" className="button" onClick={() => tabOpened('drills', 'kept')}>
          All drills
        </button>
        <span className="spacer" />
        <button type="button" className="button" disabled={!isOpen} onClick={() => void save(id, 'json')}>
          Save as JSON
        </button>
        <button type="button" className="button primary" disabled={!isOpen} onClick={() => void save(id, 'pdf')}>
          Save as PDF
        </button>
      </div>
      <section className="drill-head" aria-label="Result">
        <h2>
          <DrillSign {...STATE_SIGNS[state]} />
        </h2>
        <p>{text}</p>
        <p className="quiet">
          {targets.map(({ title, name }) => (title === name ? title : `${title} (${name})`)).join(', ')} for{' '}
          {lengthText(forS)}. Started {time(startedUs)} by {actor}; cut {time(cutUs)}, restored {time(restoredUs)}.
          {reason === '' ? '' : ` Reason: ${reason}`}
        </p>
      </section>
      <BacklogChart result={result} />
      {findings.length === 0 ? null : (
        <table className="drill-table">
          <caption className="visually-hidden">Properties</caption>
          <thead>
            <tr>
              <th scope="col">Of</th>
              <th scope="col">Property</th>
              <th scope="col">Figure</th>
              <th scope="col">Limit</th>
              <th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {findings.map(({ subject, property, figure, limit, verdict, note }) => {
              const sign = VERDICT_SIGNS[verdict];
              return (
                <tr key={`${subject} ${property}`} data-verdict={verdict}>
                  <td>{subject}</td>
                  <th scope="row">
                    {property}
                    {note === '' ? null : <span className="drill-note">{note}</span>}
                  </th>
                  <td className="drill-figure">{figure}</td>
                  <td className="drill-figure">{limit}</td>
                  <td>{sign ? <DrillSign {...sign} /> : null}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </div>
  );
}
