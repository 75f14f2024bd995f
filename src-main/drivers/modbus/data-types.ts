import { DATA_TYPES, type DataType } from '../../../src-shared/domain/data-type.ts';

/** A data type that fits into registers: Modbus has no values of 8 bits. */
export type ModbusType = Exclude<DataType, 'int8' | 'uint8'>;

export function isModbusType(type: DataType): type is ModbusType {
  return type !== 'int8' && type !== 'uint8';
}

export const MODBUS_TYPES: readonly ModbusType[] = DATA_TYPES.filter(isModbusType);
