import type { DriverManifest } from './driver.ts';

/** An address that somebody pasted, and of which protocol it may be. */
export interface RecognisedAddress {
  /** Undefined where this build has no driver for the protocol. */
  readonly id: string | undefined;
  readonly title: string;
  /** What the address says, in the keys of `connection:`. */
  readonly connection: Readonly<Record<string, unknown>>;
}

/** Schemes of protocols that we know by name. Where a driver understands the text, its manifest answers instead. */
const KNOWN_SCHEMES: readonly { readonly title: string; readonly schemes: readonly string[] }[] = [
  { title: 'OPC UA', schemes: ['opc.tcp', 'opc.https', 'opc.wss'] },
  { title: 'Modbus RTU', schemes: ['modbus.rtu', 'modbus-rtu', 'mbrtu'] },
  { title: 'EtherNet/IP', schemes: ['ethernet-ip', 'enip', 'eip', 'cip'] },
  { title: 'BACnet/IP', schemes: ['bacnet', 'bacnet-ip'] },
  { title: 'MQTT', schemes: ['mqtt', 'mqtts'] },
  { title: 'SNMP', schemes: ['snmp'] },
];

/** The protocols that a text may be an address of, best first; empty where it is none that we know. */
export function recogniseAddress(text: string, manifests: readonly DriverManifest[]): readonly RecognisedAddress[] {
  const understood = manifests.flatMap((manifest) => {
    const connection = manifest.recognise?.(text);
    return connection ? [{ id: manifest.id, title: manifest.title, connection }] : [];
  });
  if (understood.length > 0) return understood;
  const scheme = /^\s*([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  const known = KNOWN_SCHEMES.find(({ schemes }) => scheme !== undefined && schemes.includes(scheme));
  return known ? [{ id: undefined, title: known.title, connection: {} }] : [];
}
