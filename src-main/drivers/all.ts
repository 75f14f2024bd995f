export { modbusTcp } from './modbus/manifest.ts';
export { s7 } from './s7/manifest.ts';
