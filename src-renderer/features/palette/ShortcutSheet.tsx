import { Fragment, type ReactNode, useMemo } from 'react';
import { useCommands } from '../../state/commands.ts';
import { useKeymap } from '../../state/keymap.ts';
import { type PaletteAsk, paletteClosed } from '../../state/palette.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { CHART_KEYS, GRID_KEYS, type KeyHelp } from '../../ui/key-help.ts';
import { type ShortcutGroup, shortcutGroups } from './shortcut-groups.ts';
import './shortcut-sheet.css';

/** Every key there is: of the commands that can be done here, and of grids and charts. */
export function ShortcutSheet({ ask }: { readonly ask: PaletteAsk }): ReactNode {
  const commands = useCommands((state) => state.all);
  const chosen = useKeymap((state) => state.chosen);
  // Chosen keys change what `shortcutGroups` reads.
  const groups = useMemo(() => (chosen ? shortcutGroups(commands) : []), [commands, chosen]);
  return (
    <Dialog title="Keyboard shortcuts" onClose={() => paletteClosed(ask)}>
      {/* Long: it is scrolled by keys, so that it takes the focus. */}
      <section className="shortcuts" aria-label="All shortcuts" tabIndex={0} data-autofocus>
        {groups.map((group) => (
          <Group key={group.category} group={group} />
        ))}
        <Keys title="Tables" keys={GRID_KEYS} />
        <Keys title="Charts" keys={CHART_KEYS} />
      </section>
    </Dialog>
  );
}

function Group({ group }: { readonly group: ShortcutGroup }): ReactNode {
  return (
    <div className="shortcut-group">
      <h3>{group.category}</h3>
      <table>
        <tbody>
          {group.lines.map((line) => (
            <tr key={line.id} data-command={line.id}>
              <th scope="row">{line.action}</th>
              <td>
                <Chords keys={line.keys} />
                {line.desktopKeys.length === 0 ? null : (
                  <span className="shortcut-desktop" data-testid="desktop-keys">
                    {' · desktop app: '}
                    <Chords keys={line.desktopKeys} />
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Chords({ keys }: { readonly keys: readonly string[] }): ReactNode {
  return keys.map((key, at) => (
    <Fragment key={key}>
      {at === 0 ? null : ' or '}
      <kbd>{key}</kbd>
    </Fragment>
  ));
}

function Keys({ title, keys }: { readonly title: string; readonly keys: readonly KeyHelp[] }): ReactNode {
  return (
    <div className="shortcut-group">
      <h3>{title}</h3>
      <table>
        <tbody>
          {keys.map((help) => (
            <tr key={help.keys}>
              <th scope="row">{help.does}</th>
              <td>
                <kbd>{help.keys}</kbd>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
