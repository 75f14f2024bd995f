import { recogniseModbusTcp } from '../recognise.ts';

const OVER_TCP = /^(?:modbus[.+-]?)?rtu[.+-]?(?:over[.+-]?)?tcp:\/\//i;
const SERIAL = /^(?:modbus[.+-]?rtu:(?:\/\/)?|mbrtu:\/\/|rtu:\/\/)/i;
const PATH = /^(\/dev\/[\w./:-]+|COM\d{1,3})\s*(?:[/ ]\s*(\d{1,3}))?$/i;

/** `modbus.rtu-over-tcp://10.0.0.7:4001/3`: only with its scheme, as the place alone looks like Modbus TCP's. */
export function recogniseOverTcp(text: string): Readonly<Record<string, unknown>> | undefined {
  const trimmed = text.trim();
  return OVER_TCP.test(trimmed) ? recogniseModbusTcp(trimmed.replace(OVER_TCP, 'modbus://')) : undefined;
}

/** `/dev/ttyUSB0`, `COM3 /7`, `modbus-rtu:///dev/ttyS1`. */
export function recogniseSerial(text: string): Readonly<Record<string, unknown>> | undefined {
  const trimmed = text.trim();
  if (OVER_TCP.test(trimmed)) return undefined;
  const [, path, unit] = PATH.exec(trimmed.replace(SERIAL, '')) ?? [];
  if (path === undefined) return undefined;
  return { path, ...(unit !== undefined && { unit_id: Number(unit) }) };
}
