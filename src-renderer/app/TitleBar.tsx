import { Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSystem } from '../state/system.ts';
import { themeChosen, useTheme } from '../state/theme.ts';

/** Which product, project and gateway this is. */
export function TitleBar(): ReactNode {
  const info = useSystem((state) => state.info);
  const theme = useTheme((state) => state.theme);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <header className="title-bar">
      <span className="title-product">Nexus Edge</span>
      {info ? (
        <>
          <span className="title-project" title="Project">
            {info.project}
          </span>
          <span className="quiet" title={`Gateway, version ${info.version}`}>
            on {info.gateway}
          </span>
          {info.mode === 'demo' ? <span className="title-badge">DEMO</span> : null}
        </>
      ) : null}
      <span className="spacer" />
      <button
        type="button"
        className="icon-button"
        aria-label={`Use the ${other} theme`}
        title={`Use the ${other} theme`}
        onClick={() => themeChosen(other)}
      >
        {theme === 'dark' ? (
          <Sun size={16} strokeWidth={1.5} aria-hidden />
        ) : (
          <Moon size={16} strokeWidth={1.5} aria-hidden />
        )}
      </button>
    </header>
  );
}
