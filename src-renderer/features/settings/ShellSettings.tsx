import { type ReactNode, useEffect, useState } from 'react';
import { z } from 'zod';

const ShellView = z.object({ keepInTray: z.boolean(), project: z.string().nullable() });
type ShellView = z.output<typeof ShellView>;

/** What the desktop app remembers of this person; nothing in a browser. */
export function ShellSettings(): ReactNode {
  const [view, setView] = useState<ShellView>();
  const [problem, setProblem] = useState('');
  const shell = window.nexusShell;
  useEffect(() => {
    shell?.invoke('settings').then(
      (answer) => setView(ShellView.parse(answer)),
      (error: unknown) => setProblem(String(error)),
    );
  }, [shell]);
  if (!shell) return null;
  const keep = async (on: boolean): Promise<void> => {
    await shell.invoke('keepInTray', { on });
    setView(ShellView.parse(await shell.invoke('settings')));
  };
  return (
    <section className="settings-section" aria-label="Desktop app">
      <h3>Desktop app</h3>
      {problem === '' ? null : <p role="alert">The app did not tell its settings. {problem}</p>}
      <div className="form-line">
        <label className="form-label" htmlFor="shell-keep-in-tray">
          Keep running in the tray
        </label>
        <div className="form-entry">
          <div className="form-input">
            <input
              id="shell-keep-in-tray"
              className="form-box"
              type="checkbox"
              disabled={!view}
              checked={view?.keepInTray ?? false}
              onChange={({ target }) => void keep(target.checked).catch((error: unknown) => setProblem(String(error)))}
            />
          </div>
          <p className="quiet form-help">
            Closing the window leaves the gateway running; the tray brings the window back.
          </p>
        </div>
      </div>
      <div className="form-line">
        <span className="form-label">Project</span>
        <div className="form-entry">
          <div className="form-input">
            <span className="mono">{view?.project ?? 'None was opened yet'}</span>
            <button type="button" className="button" onClick={() => void shell.invoke('openProject')}>
              Open project…
            </button>
          </div>
        </div>
      </div>
    </section>
  );
}
