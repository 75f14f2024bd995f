import { z } from 'zod';

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was left, in points of the desktop. */
export const WindowState = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int().min(1_024).max(20_000).default(1_440),
  height: z.int().min(640).max(20_000).default(900),
  maximised: z.boolean().default(false),
});
export type WindowState = z.output<typeof WindowState>;

/** So much of the title bar must be on a screen, or nobody could drag the window back. */
const VISIBLE_WIDTH = 120;
const VISIBLE_HEIGHT = 40;

/**
 * The place to open at: where it was left when that is still on a display; a screen that was unplugged gives size only.
 * @param displays work areas of the displays that are there now.
 */
export function placeOnDisplays(state: WindowState, displays: readonly Area[]): WindowState {
  const { x, y, width, height, maximised } = state;
  if (x === undefined || y === undefined) return { width, height, maximised };
  const isVisible = displays.some((display) => {
    const across = Math.min(x + width, display.x + display.width) - Math.max(x, display.x);
    const isTitleIn = y >= display.y && y + VISIBLE_HEIGHT <= display.y + display.height;
    return across >= VISIBLE_WIDTH && isTitleIn;
  });
  return isVisible ? state : { width, height, maximised };
}
