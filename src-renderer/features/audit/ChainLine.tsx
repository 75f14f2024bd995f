import { type ReactNode, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { useAudit, verifyAudit } from './audit-store.ts';
import { verdictWords } from './verdict-words.ts';

const GLYPHS = { ok: 'done', busy: 'connecting', bad: 'bad' } as const;

/** Whether the chain holds, and the way to look again. */
export function ChainLine(): ReactNode {
  const state = useAudit((audit) => audit.state);
  const said = useAudit((audit) => audit.said);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  if (!state) return null;
  const { tone, text } = verdictWords(state);
  const verify = async (): Promise<void> => {
    setBusy(true);
    setFault('');
    await verifyAudit().catch((error: unknown) => setFault(toNexusError(error).text));
    setBusy(false);
  };
  const button = (
    <button
      type="button"
      className="button"
      disabled={isBusy}
      title={`Checks every seal from entry ${state.first} to ${state.last}`}
      onClick={() => void verify()}
    >
      {isBusy ? 'Verifying…' : 'Verify now'}
    </button>
  );
  if (tone === 'bad')
    return (
      <Strip tone="error" announce="alert">
        <span data-testid="chain">
          <Glyph name={GLYPHS[tone]} /> {text}
        </span>
        {button}
      </Strip>
    );
  return (
    <div className="audit-chain" data-tone={tone}>
      <span data-testid="chain">
        <Glyph name={GLYPHS[tone]} /> {text}
      </span>
      {state.checkpoint ? (
        <span className="quiet">last signed at entry {state.checkpoint.seq.toLocaleString('en')}</span>
      ) : null}
      <span className="spacer" />
      <span className="quiet" aria-hidden>
        {said}
      </span>
      {fault === '' ? null : (
        <span className="audit-fault" role="alert">
          {fault}
        </span>
      )}
      {button}
    </div>
  );
}
