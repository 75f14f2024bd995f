import { join } from 'node:path';
import { STATE_FOLDER } from '../../project/project-layout.ts';

/** The sink of the first broker; others are `mqtt-<id>`. */
export const MAIN_SINK = 'mqtt';

export const brokerSink = (id: string): string => `${MAIN_SINK}-${id}`;

/** @param folder of the project. */
export const sinksFolder = (folder: string): string => join(folder, STATE_FOLDER, 'sinks');

/** Where a sink keeps its cursor. @param folder of the project. */
export function sinkCursorFile(folder: string, sink: string): string {
  if (sink === MAIN_SINK) return join(folder, STATE_FOLDER, 'publisher.cursor');
  return join(sinksFolder(folder), `${sink}.json`);
}
