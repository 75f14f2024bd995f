import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { usePalette } from '../../state/palette.ts';

// Neither is needed before somebody asks for it.
const loadPalette = async () => ({ default: (await import('./Palette.tsx')).Palette });
const Palette = lazy(loadPalette);
const ShortcutSheet = lazy(async () => ({ default: (await import('./ShortcutSheet.tsx')).ShortcutSheet }));

const QUIET_MS = 1_500;

/** The palette or the sheet of shortcuts, while one of them is asked for. */
export function PaletteHost(): ReactNode {
  const { ask, number } = usePalette();
  useEffect(() => {
    // Loaded once the page is quiet: whoever types at once after Ctrl+K loses no letter.
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  if (ask.kind === 'closed') return null;
  return (
    <Suspense>
      {ask.kind === 'shortcuts' ? <ShortcutSheet key={number} ask={ask} /> : <Palette key={number} ask={ask} />}
    </Suspense>
  );
}
