export { modbusTcp } from './modbus/manifest.ts';
