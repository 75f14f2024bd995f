import { cpus } from 'node:os';

/** Prints a measured figure with the machine it was measured on; the limits stand in the text. */
export function printFigure(text: string): void {
  process.stdout.write(`${text}, on ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, no GPU\n`);
}
