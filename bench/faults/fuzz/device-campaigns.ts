import type { Campaign } from '../campaign.ts';
import { deviceDecoders } from './device-decoders.ts';
import { lateReplies } from './late-replies.ts';
import { liveFuzz } from './live-fuzz.ts';
import { modbusRtuRogue } from './modbus/modbus-rtu-rogue.ts';
import { modbusTcpRogue } from './modbus/modbus-tcp-rogue.ts';
import { opcuaRogue } from './opcua/opcua-rogue.ts';
import { resets } from './resets.ts';
import { s7Rogue } from './s7/s7-rogue.ts';

/** Of the protocols of devices. The longest comes first: two run at once. */
export const DEVICE_CAMPAIGNS: readonly Campaign[] = [
  liveFuzz('fuzz-opcua', opcuaRogue),
  liveFuzz('fuzz-modbus-tcp', modbusTcpRogue),
  liveFuzz('fuzz-modbus-rtu', modbusRtuRogue),
  liveFuzz('fuzz-s7', s7Rogue),
  deviceDecoders,
  lateReplies,
  resets,
];
