import { type FormEvent, type ReactNode, useState } from 'react';
import type { DetectionView } from '../../../src-shared/contract/drivers.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { rpc } from '../../rpc/connect.ts';
import { Message } from '../../ui/Message.tsx';
import './scan.css';

interface DetectiveProps {
  readonly device: FormValue;
  /** Of the first cell. */
  readonly address: string;
  readonly count: number;
  /** Takes the fields of a tag that was chosen; `scale` only where it is not 1. */
  readonly onUse: (tag: FormValue & { readonly address: string }) => void | Promise<void>;
}

type Asked =
  | { readonly state: 'idle' | 'asking' }
  | { readonly state: 'told'; readonly detection: DetectionView }
  | { readonly state: 'refused'; readonly code: string; readonly text: string };

/** What may stand in the chosen cells: every way to read them, with what speaks for it. People choose. */
export function Detective({ device, address, count, onUse }: DetectiveProps): ReactNode {
  const [asked, setAsked] = useState<Asked>({ state: 'idle' });
  const [expected, setExpected] = useState('');
  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked({ state: 'asking' });
    const number = Number(expected.replace(',', '.'));
    const hint = expected.trim() !== '' && Number.isFinite(number) ? { expected: number } : {};
    try {
      const detection = await rpc().drivers.detect({ device: { ...device }, address, count, ...hint });
      setAsked({ state: 'told', detection });
    } catch (error) {
      setAsked({ state: 'refused', ...plain(error) });
    }
  };
  const cells = count === 1 ? address : `${count} from ${address}`;
  return (
    <form className="scan-detective" onSubmit={(event) => void ask(event)}>
      <div className="scan-actions">
        <label>
          It should read{' '}
          <input
            className="field"
            inputMode="decimal"
            size={8}
            value={expected}
            onChange={({ target }) => setExpected(target.value)}
          />
        </label>
        <button type="submit" className="button" disabled={asked.state === 'asking'}>
          What is this?
        </button>
        <span className="quiet" role="status">
          {asked.state === 'asking' ? `Reading ${cells} eight times…` : cells}
        </span>
      </div>
      {asked.state === 'refused' ? <Message code={asked.code} text={asked.text} isAlert /> : null}
      {asked.state === 'told' ? <Candidates detection={asked.detection} onUse={onUse} /> : null}
    </form>
  );
}

const plain = (error: unknown): { readonly code: string; readonly text: string } => {
  const { code, text } = toNexusError(error);
  return { code, text };
};

function Candidates({
  detection: { values },
  onUse,
}: Pick<DetectiveProps, 'onUse'> & { readonly detection: DetectionView }): ReactNode {
  return (
    <div className="scan-table" role="region" aria-label="What it may be" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {['Address', 'Type', 'Order', 'Value', 'Evidence'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">Use</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ address, dataType, byteOrder, scale, text, evidence, score }) => (
            <tr key={`${address} ${dataType} ${byteOrder}`} data-unlikely={score < 0 || undefined}>
              <td className="mono">{address}</td>
              <td>{dataType}</td>
              <td className="mono">{byteOrder ?? ''}</td>
              <td className="mono">{text}</td>
              <td>{evidence.join(' ')}</td>
              <td>
                <button
                  type="button"
                  className="button"
                  onClick={() =>
                    void onUse({
                      address,
                      ...(!address.includes(':') && { data_type: dataType }),
                      ...(byteOrder !== null && { byte_order: byteOrder }),
                      ...(scale !== null && scale !== 1 && { scale }),
                    })
                  }
                >
                  Use
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
