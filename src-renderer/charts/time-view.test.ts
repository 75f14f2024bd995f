import { describe, expect, it } from 'vitest';
import { hold, pan, rangeOf, type TimeView, zoom } from './time-view.ts';

const NOW = 1_000e6;
const follow: TimeView = { mode: 'follow', spanUs: 60e6 };

describe('the window of a chart', () => {
  it('ends at now while it follows, and stands still when it is held', () => {
    expect(rangeOf(follow, NOW)).toEqual({ fromUs: 940e6, toUs: NOW });
    const held = hold(follow, NOW);
    expect(rangeOf(held, NOW + 5e6)).toMatchObject({ fromUs: 940e6, toUs: NOW });
  });

  it('is held once it is moved, and never shows the future', () => {
    expect(pan(follow, NOW, -30e6)).toEqual({ mode: 'held', fromUs: 910e6, toUs: 970e6 });
    expect(pan(pan(follow, NOW, -30e6), NOW, 90e6)).toEqual({ mode: 'held', fromUs: 940e6, toUs: NOW });
  });

  it('zooms about the pointer when it is held', () => {
    const held: TimeView = { mode: 'held', fromUs: 100e6, toUs: 200e6 };
    expect(zoom(held, NOW, 0.5, 125e6)).toEqual({ mode: 'held', fromUs: 112.5e6, toUs: 162.5e6 });
  });

  it('goes on following while it is zoomed at now', () => {
    expect(zoom(follow, NOW, 2, NOW)).toEqual({ mode: 'follow', spanUs: 120e6 });
  });

  it('shows a second at least', () => {
    expect(zoom(follow, NOW, 1e-9, NOW)).toEqual({ mode: 'follow', spanUs: 1e6 });
  });
});
