import { Menu, nativeImage, Tray } from 'electron';
import type { SystemStatus } from '../../src-shared/contract/system.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import { trayLines } from './tray-status.ts';

export interface TrayActions {
  readonly showWindow: () => void;
  readonly quit: () => void;
}

/** The icon in the notification area: how the engine is, without a window. */
export class StatusTray implements Disposable {
  readonly #tray: Tray;
  readonly #actions: TrayActions;
  #told = '';

  constructor(icon: string, actions: TrayActions) {
    this.#tray = new Tray(nativeImage.createFromPath(icon));
    this.#actions = actions;
    this.#tray.on('click', actions.showWindow);
    this.show(undefined);
  }

  /** Takes every status; the menu is made anew only when what it says has changed, or it would close under the mouse. */
  show(status: SystemStatus | undefined): void {
    const lines = trayLines(status);
    const tooltip = ['Nexus Edge', ...lines].join('\n');
    this.#tray.setToolTip(tooltip);
    // Rates change every second and stand in the tooltip.
    const shown = lines.filter((line) => !line.endsWith('points/s'));
    if (shown.join('\n') === this.#told) return;
    this.#told = shown.join('\n');
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        ...shown.map((label) => ({ label, enabled: false })),
        { type: 'separator' },
        { label: 'Show window', click: this.#actions.showWindow },
        { label: 'Quit', click: this.#actions.quit },
      ]),
    );
  }

  dispose(): void {
    this.#tray.destroy();
  }
}
