/** How a serial line is set; the same for every device on it. */
export interface SerialSettings {
  /** `/dev/ttyUSB0`, `COM3` */
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

/** Above this rate the silence between frames no longer shrinks (MODBUS over Serial Line V1.02, 2.5.1.1). */
const FAST_BAUD = 19_200;
const FAST_SILENCE_MS = 1.75;
const CHARACTERS_BETWEEN_FRAMES = 3.5;

/** Silence that tells one frame from the next: 3.5 characters, 1.75 ms above 19,200 baud. In ms. */
export function frameSilenceMs({ baudRate, dataBits, parity, stopBits }: Omit<SerialSettings, 'path'>): number {
  if (baudRate > FAST_BAUD) return FAST_SILENCE_MS;
  const bits = 1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits;
  return (CHARACTERS_BETWEEN_FRAMES * bits * 1_000) / baudRate;
}

/** `9600 8N1` */
export function describeSettings({ baudRate, dataBits, parity, stopBits }: SerialSettings): string {
  return `${baudRate} ${dataBits}${parity[0]!.toUpperCase()}${stopBits}`;
}
