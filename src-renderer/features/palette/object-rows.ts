import { type Command, runCommand, useCommands } from '../../state/commands.ts';
import { useDevices } from '../../state/devices.ts';
import { keysOf } from '../../state/keymap.ts';
import { tabOpened } from '../../state/layout.ts';
import { useTrends } from '../../state/trends.ts';
import { useWatchTables, watchPath } from '../../state/watch-tables.ts';
import { asTab, type PaletteRow } from './palette-row.ts';

/** Every device, watch table and trend, by its name. */
export function objectRows(): readonly PaletteRow[] {
  const devices = useDevices.getState().list.map(
    (device): PaletteRow => ({
      key: `device:${device.id}`,
      kind: 'device',
      title: device.name,
      detail: `${device.id} · ${device.protocolTitle} ${device.endpoint}`,
      use: (how) => tabOpened(`device/${device.id}/tags`, asTab(how)),
    }),
  );
  const trends = useTrends.getState().trends.map(
    ({ id, name, pens }): PaletteRow => ({
      key: `trend:${id}`,
      kind: 'trend',
      title: name,
      detail: pens.length === 1 ? 'trend, 1 pen' : `trend, ${pens.length} pens`,
      use: (how) => tabOpened(`trend/${id}`, asTab(how)),
    }),
  );
  const watches = useWatchTables.getState().list.map(
    ({ id, name, rows }): PaletteRow => ({
      key: `watch:${id}`,
      kind: 'watch',
      title: name,
      detail: rows === 1 ? 'watch table, 1 row' : `watch table, ${rows} rows`,
      use: (how) => tabOpened(watchPath(id), asTab(how)),
    }),
  );
  return [...devices, ...watches, ...trends];
}

/** Everything that can be done here; of two commands with one id the later one. What cannot be done now says why. */
export function commandRows(): readonly PaletteRow[] {
  const byId = new Map(useCommands.getState().all.map((command) => [command.id, command]));
  return [...byId.values()].map(commandRow);
}

const PAGE = 'go.';

function commandRow(command: Command): PaletteRow {
  const path = command.id.startsWith(PAGE) ? command.id.slice(PAGE.length) : undefined;
  return {
    key: `command:${command.id}`,
    kind: path === undefined ? 'command' : 'page',
    title: command.title,
    detail: '',
    keys: keysOf(command)[0],
    whyNot: command.whyNot?.(),
    use: (how) => void (path !== undefined && how === 'side' ? tabOpened(path, asTab(how)) : runCommand(command)),
  };
}
