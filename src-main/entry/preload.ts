import { contextBridge, ipcRenderer } from 'electron';
import { PORT_HANDOVER } from '../../src-shared/contract/port-protocol.ts';
import { APP_ORIGIN } from './app-scheme-origin.ts';
import { CONNECT_CHANNEL, SHELL_CHANNELS, type ShellChannel, wireName } from './electron-channels.ts';

/** A preload has the window of its page; the rest of the engine's code has none. */
declare const window: { postMessage(message: unknown, origin: string, transfer: readonly unknown[]): void };

/*
 * All that a page learns of the shell: a port to the engine, and the listed calls. Nothing of Electron reaches it, and
 * what goes through here is plain data.
 */
contextBridge.exposeInMainWorld('nexusShell', {
  platform: process.platform,
  connect: () => {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage(CONNECT_CHANNEL, null, [port2]);
    // A port cannot cross the bridge; it goes through the window, to our own origin only.
    window.postMessage(PORT_HANDOVER, APP_ORIGIN, [port1]);
  },
  invoke: (channel: ShellChannel, payload: unknown) =>
    SHELL_CHANNELS.includes(channel)
      ? ipcRenderer.invoke(wireName(channel), payload)
      : Promise.reject(new TypeError(`The shell has no call “${String(channel)}”.`)),
});
