export { modbusTcp } from './modbus/manifest.ts';
export { modbusRtu, modbusRtuOverTcp } from './modbus/rtu/manifest.ts';
export { opcua } from './opcua/manifest.ts';
export { s7 } from './s7/manifest.ts';
