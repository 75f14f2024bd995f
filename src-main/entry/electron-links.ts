import { shell } from 'electron';

/** The only addresses that are ever opened outside: by key, never by what a page or a device says. */
const LINKS = {
  modbus: { label: 'Modbus specification', url: 'https://www.modbus.org/modbus-specifications' },
  opcua: { label: 'OPC UA reference', url: 'https://reference.opcfoundation.org/' },
  mqtt: { label: 'MQTT 5.0 specification', url: 'https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html' },
  sparkplug: { label: 'Sparkplug specification', url: 'https://sparkplug.eclipse.org/specification/' },
} as const;
export type LinkKey = keyof typeof LINKS;
export const LINK_KEYS = Object.keys(LINKS) as [LinkKey, ...LinkKey[]];

export const linkLabel = (key: LinkKey): string => LINKS[key].label;

/** Opens one of the listed addresses in the person's browser. */
export async function openLink(key: LinkKey): Promise<void> {
  await shell.openExternal(LINKS[key].url);
}
