import { chartPicture, type PictureContent, type PictureSize } from '../../charts/chart-picture.ts';
import { loadUPlot } from '../../charts/load-uplot.ts';
import { saveFile } from '../../rpc/save-file.ts';
import { formatTime } from '../../ui/time-format.ts';

/** What a report takes, and what is printed on a whole page. */
export const PICTURE_SIZES: readonly PictureSize[] = [
  { width: 1_600, height: 900 },
  { width: 3_200, height: 1_800 },
];

/** Saves what a trend shows as a PNG on white, with its times and a legend. */
export async function savePicture(content: Omit<PictureContent, 'subtitle'>, size: PictureSize): Promise<void> {
  const { range, title, nowUs } = content;
  const time = (us: number): string => formatTime(us / 1_000, 0);
  const subtitle = `${time(range.fromUs)} to ${time(range.toUs)}, drawn ${time(nowUs)}`;
  const picture = await chartPicture(await loadUPlot(), { ...content, subtitle }, size);
  saveFile(`${title}.png`, [picture], 'image/png');
}
