import { Route } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Trace } from '../../../src-shared/contract/trace.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { useMay } from '../../state/roles.ts';
import type { TagRef } from '../../state/tags.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { Message } from '../../ui/Message.tsx';
import { hopTime } from './lineage-words.ts';
import { type TraceHop, traceHops } from './trace-hops.ts';

interface TraceState {
  readonly isRunning: boolean;
  readonly trace?: Trace;
  readonly fault?: { readonly code: string; readonly text: string };
}

/** Follows one value of now, when it is asked to. */
export function TraceView({ tag: { device, tag } }: { readonly tag: TagRef }): ReactNode {
  const [state, setState] = useState<TraceState>({ isRunning: false });
  const mayTrace = useMay('configure');
  const run = (): void => {
    setState(({ trace }) => ({ isRunning: true, ...(trace && { trace }) }));
    rpc()
      .catalogue.trace({ device, tag })
      .then(
        (trace) => setState({ isRunning: false, trace }),
        (error: unknown) => {
          const { code, text } = toNexusError(error);
          setState({ isRunning: false, fault: { code, text } });
        },
      );
  };
  return (
    <section className="lineage-card" aria-labelledby="lineage-trace">
      <h2 id="lineage-trace">One value of now</h2>
      <p className="lineage-about">
        <button
          type="button"
          className="button"
          disabled={!mayTrace || state.isRunning}
          title={mayTrace ? undefined : 'Ask an Engineer to trace values.'}
          onClick={run}
        >
          <Route size={16} strokeWidth={1.5} aria-hidden />
          {state.trace ? 'Trace again' : 'Trace a value'}
        </button>
        <span className="quiet" role="status">
          {state.isRunning
            ? 'Reading it once more…'
            : 'Reads the tag once more, and follows the value from the wire to where it is stored and published.'}
        </span>
      </p>
      {state.fault ? <Message code={state.fault.code} text={state.fault.text} isAlert /> : null}
      {state.trace ? <Hops trace={state.trace} /> : null}
    </section>
  );
}

function Hops({ trace }: { readonly trace: Trace }): ReactNode {
  return (
    <div className="lineage-scroll" tabIndex={0} role="region" aria-label="Hops of the value">
      <table className="lineage-hops">
        <thead>
          <tr>
            <th scope="col" className="lineage-after">
              After
            </th>
            <th scope="col">Hop</th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {traceHops(trace).map((hop) => (
            <HopLine key={hop.key} hop={hop} askedUs={trace.askedUs} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const GLYPHS = { done: 'done', waiting: 'stale', failed: 'bad' } as const;

function HopLine({ hop, askedUs }: { readonly hop: TraceHop; readonly askedUs: number }): ReactNode {
  return (
    <tr data-state={hop.state}>
      <td className="lineage-after">{hop.us === null ? '' : hopTime(hop.us, askedUs)}</td>
      <th scope="row">
        <Glyph name={GLYPHS[hop.state]} /> {hop.name}
      </th>
      <td>
        {hop.text}
        {hop.hex === undefined ? null : <code className="mono lineage-bytes">{hexBytes(hop.hex)}</code>}
      </td>
    </tr>
  );
}

/** Bytes of a frame that are shown; the Traffic page has all. */
const SHOWN_BYTES = 96;

function hexBytes(hex: string): string {
  const shown = hex.slice(0, 2 * SHOWN_BYTES).replaceAll(/(..)(?!$)/g, '$1 ');
  return hex.length > 2 * SHOWN_BYTES ? `${shown}… ${hex.length / 2} bytes` : shown;
}
