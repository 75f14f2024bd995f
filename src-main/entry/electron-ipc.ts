import { type IpcMainInvokeEvent, ipcMain, type MessagePortMain } from 'electron';
import { z } from 'zod';
import { type ErrorShape, NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import { CONNECT_CHANNEL, SHELL_CHANNELS, type ShellChannel, wireName } from './electron-channels.ts';
import { LINK_KEYS } from './electron-links.ts';
import type { isOwnPage } from './electron-sender.ts';

/** As for an import over REST. */
const MAX_FILE_TEXT = 8 * 1024 * 1024;
const Nothing = z.strictObject({});

/** What may be asked, and with what. */
export const SHELL_PAYLOADS = {
  openProject: Nothing,
  pickImport: Nothing,
  saveExport: z.strictObject({ name: z.string().min(1).max(200), text: z.string().max(MAX_FILE_TEXT) }),
  openLink: z.strictObject({ key: z.enum(LINK_KEYS) }),
  settings: Nothing,
  keepInTray: z.strictObject({ on: z.boolean() }),
} satisfies Readonly<Record<ShellChannel, z.ZodType>>;

/** How each is answered: plain data only, since it crosses into a page. */
export type ShellCalls = {
  readonly [C in ShellChannel]: (payload: z.output<(typeof SHELL_PAYLOADS)[C]>) => Promise<unknown>;
};

/** An answer as it crosses: an error object would lose its code on the way. */
export type ShellAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ErrorShape };

export interface ShellDoor {
  readonly calls: ShellCalls;
  /** Is given one end of a channel that the page holds the other end of. */
  readonly connect: (port: MessagePortMain) => void;
  readonly isOwn: (event: Parameters<typeof isOwnPage>[0]) => boolean;
  readonly logger: Logger;
}

/** Answers the page: one handler per listed call, each of which looks at the sender before it looks at the payload. */
export function serveShell(door: ShellDoor): Disposable {
  const lifetime = new Lifetime('shell calls');
  for (const channel of SHELL_CHANNELS) {
    ipcMain.handle(wireName(channel), (event: IpcMainInvokeEvent, payload: unknown) =>
      answer(door, channel, event, payload),
    );
    lifetime.defer(() => ipcMain.removeHandler(wireName(channel)));
  }
  const connect = (event: Electron.IpcMainEvent): void => {
    const [port, ...more] = event.ports;
    if (port && more.length === 0 && door.isOwn(event)) return door.connect(port);
    door.logger.warn('a port was offered by something that is not our page', { url: event.senderFrame?.url ?? '' });
    for (const each of event.ports) each.close();
  };
  ipcMain.on(CONNECT_CHANNEL, connect);
  lifetime.defer(() => void ipcMain.removeListener(CONNECT_CHANNEL, connect));
  return lifetime;
}

async function answer(
  { calls, isOwn, logger }: ShellDoor,
  channel: ShellChannel,
  event: IpcMainInvokeEvent,
  payload: unknown,
): Promise<ShellAnswer> {
  try {
    if (!isOwn(event)) {
      logger.warn('a call of something that is not our page was refused', {
        channel,
        url: event.senderFrame?.url ?? '',
      });
      throw new NexusError('NX_ACCESS_ORIGIN', 'Only the page of this window may ask that.');
    }
    const read = SHELL_PAYLOADS[channel].safeParse(payload ?? {});
    if (!read.success) throw new NexusError('NX_REQUEST_INVALID', `${channel}: ${z.prettifyError(read.error)}`);
    const call = calls[channel] as (given: unknown) => Promise<unknown>;
    return { ok: true, value: await call(read.data) };
  } catch (error) {
    return { ok: false, error: toNexusError(error).toShape() };
  }
}
