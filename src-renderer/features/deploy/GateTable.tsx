import type { ReactNode } from 'react';
import type { GateView } from '../../../src-shared/contract/deploy-views.ts';
import type { GateCheck } from '../../../src-shared/domain/deploy-gate.ts';
import { Glyph } from '../../ui/Glyph.tsx';

const TITLES: Readonly<Record<GateCheck, string>> = {
  devices: 'Devices connected',
  tags: 'Tags good',
  polls: 'Polls that succeed',
  broker: 'Publishing',
  restarts: 'Restarts',
};

/** The health gate: what is seen against its limits, and how long is left. */
export function GateTable({ gate, isOpen }: { readonly gate: GateView; readonly isOpen: boolean }): ReactNode {
  return (
    <div className="gate">
      <table>
        <caption>
          Health gate{' '}
          {isOpen ? (
            <span className="gate-left" role="timer">
              {gate.isMet ? 'met, waits for the end of its window' : 'goes back by itself'} in{' '}
              {Math.ceil(gate.secondsLeft)} s
            </span>
          ) : (
            <span className="gate-left">{gate.isMet ? 'met' : 'not met'}</span>
          )}
        </caption>
        <thead>
          <tr>
            <th scope="col">Check</th>
            <th scope="col">Seen</th>
            <th scope="col">Limit</th>
            <th scope="col">Met</th>
          </tr>
        </thead>
        <tbody>
          {gate.lines.map(({ check, seen, limit, isMet }) => (
            <tr key={check} data-met={isMet}>
              <th scope="row">{TITLES[check]}</th>
              <td>{seen}</td>
              <td>{limit}</td>
              <td>
                <span className="deploy-state" data-tone={isMet ? 'normal' : 'warning'}>
                  <Glyph name={isMet ? 'done' : 'half'} />
                  {isMet ? 'Yes' : isOpen ? 'Not yet' : 'No'}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
