import { chartPicture, PICTURE, type PictureContent } from '../../charts/chart-picture.ts';
import { paintDrawing, svgOf } from '../../charts/drawing.ts';
import { loadUPlot } from '../../charts/load-uplot.ts';
import { saveFile } from '../../rpc/save-file.ts';
import { formatTime } from '../../ui/time-format.ts';

/** How many times as large as it is drawn a PNG is painted: for a screen, a report, a poster. */
export const PNG_SCALES = [1, 2, 4] as const;
export type PngScale = (typeof PNG_SCALES)[number];

/** Saves what a trend shows on white, with its times and a legend: as a PNG of that size, or as an SVG. */
export async function savePicture(content: Omit<PictureContent, 'subtitle'>, as: PngScale | 'svg'): Promise<void> {
  const { range, title, nowUs } = content;
  const time = (us: number): string => formatTime(us / 1_000, 0);
  const subtitle = `${time(range.fromUs)} to ${time(range.toUs)}, drawn ${time(nowUs)}`;
  const drawing = await chartPicture(await loadUPlot(), { ...content, subtitle });
  if (as === 'svg') return saveFile(`${title}.svg`, [svgOf(drawing)], 'image/svg+xml');
  const canvas = new OffscreenCanvas(PICTURE.width * as, PICTURE.height * as);
  paintDrawing(canvas.getContext('2d')!, drawing, as);
  saveFile(`${title}.png`, [await canvas.convertToBlob({ type: 'image/png' })], 'image/png');
}
