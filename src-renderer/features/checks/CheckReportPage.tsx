import { type ReactNode, useEffect, useState } from 'react';
import type { CheckBundle } from '../../../src-shared/contract/check-bundle.ts';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { useChecks } from '../../state/checks.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PaperReport } from '../../ui/PaperReport.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { capturedText, errorText, expectedText, loopValue, STATE_WORDS, TEMPLATE_MARKS } from './loop-words.ts';
import { ReportMenu } from './ReportMenu.tsx';

type Read = { readonly bundle?: CheckBundle; readonly reason?: string };

/** The report of a sheet as it is printed: black on white, whatever the theme. */
export function CheckReportPage({ id }: { readonly id: string }): ReactNode {
  // Whatever changes in a sheet changes its counts or its loops here, and the report is read anew.
  const entry = useChecks((state) => state.list);
  const [turn, setTurn] = useState(0);
  const [read, setRead] = useState<Read>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew with each change and each try
  useEffect(() => {
    const abort = new AbortController();
    rpc()
      .checks.bundle({ id }, { signal: abort.signal })
      .then((bundle) => setRead({ bundle }))
      .catch((error: unknown) => abort.signal.aborted || setRead({ reason: toNexusError(error).text }));
    return () => abort.abort();
  }, [id, entry, turn]);
  const again = (): void => setTurn(turn + 1);
  if (read.reason !== undefined)
    return <ErrorState title="The report could not be made." cause={read.reason} onRetry={again} />;
  if (!read.bundle) return <Waiting text="Making the report…" onRetry={again} />;
  return (
    <PaperReport label={`Report of ${read.bundle.sheet.name}`} tools={<ReportMenu id={id} />}>
      <Report bundle={read.bundle} />
    </PaperReport>
  );
}

function Report({ bundle }: { readonly bundle: CheckBundle }): ReactNode {
  const { sheet, counts, loops, chain, project, revision, gateway, made } = bundle;
  return (
    <>
      <h1>{sheet.name}</h1>
      <p>
        Project {project}, revision {revision}, gateway {gateway}. Made {timeText(made)}. {sheet.site}
      </p>
      <p>
        <strong>
          {counts.loops} loops: {counts.pass} pass, {counts.fail} fail, {counts.changed} changed since sign-off,{' '}
          {counts.open} open.
        </strong>
      </p>
      {chain.breaks.map(({ entry, text }) => (
        <p key={`${entry} ${text}`}>
          <strong>
            Record, entry {entry}: {text}
          </strong>
        </p>
      ))}
      <table>
        <thead>
          <tr>
            <th scope="col">Loop</th>
            <th scope="col">Kind</th>
            <th scope="col">Result</th>
            <th scope="col">Signed by</th>
            <th scope="col">Signed at</th>
          </tr>
        </thead>
        <tbody>
          {loops.map((loop) => (
            <tr key={`${loop.device}/${loop.tag}`}>
              <th scope="row">{loop.name}</th>
              <td>{TEMPLATE_MARKS[loop.template]}</td>
              <td>{STATE_WORDS[loop.state][1]}</td>
              <td>{loop.signature?.name}</td>
              <td>{loop.signature ? timeText(loop.signature.at) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {loops.map((loop) => (
        <Block key={`${loop.device}/${loop.tag}`} loop={loop} />
      ))}
      <p className="paper-report-chain">
        Record: {chain.entries} entries, SHA-256 {chain.hash === '' ? 'none' : chain.hash}
      </p>
    </>
  );
}

function Block({ loop }: { readonly loop: CheckLoopView }): ReactNode {
  const { signature, witness, changes, punch, details } = loop;
  const kind = details.kind ? `${details.kind === 'hot' ? 'Hot' : 'Cold'} loop` : '';
  const notes = [kind, details.method, details.testKit, details.asFound, details.asLeft, details.note].filter(Boolean);
  return (
    <section>
      <h2>
        {loop.name}: {STATE_WORDS[loop.state][1]}
      </h2>
      <p>
        {TEMPLATE_MARKS[loop.template]} · {loop.deviceName} {loop.address}
        {loop.range
          ? ` · range ${loopValue(loop.range.low, loop)}–${loopValue(loop.range.high, loop)} ${loop.unit} · tolerance ${loop.tolerance} % of span`
          : ''}
      </p>
      {loop.steps.length === 0 ? (
        <p>{loop.problem}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Point</th>
              <th scope="col">Applied</th>
              <th scope="col">Expected</th>
              <th scope="col">Captured</th>
              <th scope="col">Error</th>
              <th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {loop.steps.map((step) => (
              <tr key={step.key}>
                <th scope="row">{step.title}</th>
                <td>{step.applied}</td>
                <td>{expectedText(step, loop)}</td>
                <td>{step.capture ? capturedText(step, loop) : 'not tested'}</td>
                <td>{errorText(step)}</td>
                <td>{step.capture ? (step.capture.result === 'pass' ? 'Pass' : 'Fail') : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {notes.length > 0 ? <p>{notes.join(' · ')}</p> : null}
      {punch.map(({ id, text, closedBy }) => (
        <p key={id}>
          Punch, {closedBy === null ? 'open' : 'closed'}: {text}
        </p>
      ))}
      {changes.length > 0 ? (
        <p>
          <strong>Changed since sign-off: {changes.join(', ')}</strong>
        </p>
      ) : null}
      <p>
        {signature
          ? `Signed ${signature.verdict} by ${signature.name} (${signature.actor}), ${timeText(signature.at)}, revision ${signature.revision}. Entry ${signature.entry}, ${signature.hash.slice(0, 16)}…`
          : 'Not signed.'}
        {witness ? ` Witness ${witness.name}, ${timeText(witness.at)}.` : ''}
      </p>
    </section>
  );
}

/** `2026-02-03 08:00:00 UTC`: a report is read anywhere. */
const timeText = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
