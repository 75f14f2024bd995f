import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useDrivers } from '../../state/drivers.ts';

/** The one thing that is asked before there is a form: how the device speaks. */
export function ProtocolChoice({ onChoose }: { readonly onChoose: (protocol: string) => void }): ReactNode {
  const drivers = useDrivers((state) => state.drivers);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector('button')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const chosen = drivers[Number(event.key) - 1] ?? onlyOne(drivers, event.key);
    if (step !== 0) buttons[(at + step + buttons.length) % buttons.length]?.focus();
    else if (chosen) onChoose(chosen.id);
    else return;
    event.preventDefault();
  };
  return (
    <section className="protocol-choice" aria-labelledby="protocol-choice">
      <h1 id="protocol-choice">Which protocol does the device speak?</h1>
      <ul ref={list} onKeyDown={onKeyDown}>
        {drivers.map(({ id, title }, at) => (
          <li key={id}>
            <button
              type="button"
              className="button protocol"
              data-region-focus={at === 0 || undefined}
              aria-keyshortcuts={String(at + 1)}
              onClick={() => onChoose(id)}
            >
              <kbd>{at + 1}</kbd>
              {title}
            </button>
          </li>
        ))}
      </ul>
      <p className="quiet">Press the number or the first letter. Everything else can be changed later.</p>
    </section>
  );
}

/** The protocol whose first letter a key is, where that leaves one. */
function onlyOne<D extends { readonly title: string }>(drivers: readonly D[], key: string): D | undefined {
  const named =
    key.length === 1 ? drivers.filter(({ title }) => title.toLowerCase().startsWith(key.toLowerCase())) : [];
  return named.length === 1 ? named[0] : undefined;
}
