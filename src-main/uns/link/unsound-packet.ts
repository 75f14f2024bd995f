import type { Packet } from 'mqtt';

const NUMBERED = new Set(['puback', 'pubrec', 'pubrel', 'pubcomp', 'suback', 'unsuback']);

/**
 * What is wrong with a packet as the library has parsed it, as the end of a sentence about the broker, where no broker may
 * send it and the library lets it pass: it announces an error, hands it out all the same, and throws where it answers it.
 */
export function unsoundPacket(packet: Packet): string | undefined {
  const { cmd, messageId = 0 } = packet;
  // The library writes −1 or null where a packet ends before its number.
  const isNumbered = messageId > 0;
  if (NUMBERED.has(cmd)) return isNumbered ? undefined : `sent a ${cmd} without a number.`;
  if (cmd !== 'publish') return undefined;
  if (packet.qos > 0 && !isNumbered) return `sent a message of QoS ${packet.qos} without a number.`;
  // No link of ours allows topic aliases.
  return packet.topic === '' ? 'sent a message without a topic.' : undefined;
}
