import type uPlotClass from 'uplot';

export type UPlot = typeof uPlotClass;

/**
 * Loads uPlot on first use. It makes a number format for `navigator.language` as it is imported and throws where that
 * is no language tag, as in a browser started in the POSIX locale (`en-US@posix`).
 */
export async function loadUPlot(): Promise<UPlot> {
  try {
    new Intl.NumberFormat(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
  }
  const module = await import('uplot');
  return module.default;
}
