import { type FormEvent, type ReactNode, useMemo, useRef } from 'react';
import type { Command } from '../../state/commands.ts';
import { usePageCommands } from '../../ui/page-context.ts';
import type { Exchange } from './exchanges.ts';
import { selectionWords } from './latency-of.ts';

interface TrafficFootProps {
  readonly selection: readonly Exchange[];
  readonly marked: number;
  readonly onGoTo: (frame: number) => void;
}

/** Below the frames: the way to one by its number, how many are marked, and how long the selected ones took. */
export function TrafficFoot({ selection, marked, onGoTo }: TrafficFootProps): ReactNode {
  const box = useRef<HTMLInputElement>(null);
  usePageCommands(
    useMemo(
      (): readonly Command[] => [
        { id: 'traffic.goTo', title: 'Traffic: Go to frame', keys: ['Ctrl+G'], run: () => box.current?.select() },
      ],
      [],
    ),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const number = Number(box.current?.value);
    if (Number.isInteger(number) && number > 0) onGoTo(number);
  };
  return (
    <form className="traffic-foot" onSubmit={submit}>
      <label>
        Go to frame{' '}
        <input ref={box} className="field" type="number" min={1} placeholder="#" title="Ctrl+G, then Enter" />
      </label>
      <span className="quiet">M marks a row, Shift+M goes to the next mark{marked === 0 ? '' : ` (${marked})`}</span>
      <span className="spacer" />
      <span role="status">{selectionWords(selection)}</span>
    </form>
  );
}
