/** Everything that the page may ask of the shell. The preload knows these names and no others. */
export const SHELL_CHANNELS = [
  'openProject',
  'pickImport',
  'saveExport',
  'openLink',
  'settings',
  'keepInTray',
] as const;
export type ShellChannel = (typeof SHELL_CHANNELS)[number];

/** On the wire; the prefix keeps them apart from Electron's own. */
export const wireName = (channel: ShellChannel): string => `nexus:${channel}`;

/** Not a call: it carries one end of a message channel to the engine. */
export const CONNECT_CHANNEL = 'nexus:connect';
