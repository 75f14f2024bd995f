// Protocols are listed everywhere in the alphabetical order of these names.

export { calculated as virtual } from './calculated/manifest.ts';
export { modbusTcp } from './modbus/manifest.ts';
export { modbusRtu as serialModbus, modbusRtuOverTcp as serialModbusOverTcp } from './modbus/rtu/manifest.ts';
export { opcua } from './opcua/manifest.ts';
export { s7 } from './s7/manifest.ts';
