import { headerFault, ROSCTR } from './pdu-header.ts';

const SETUP = 0xf0;
/** Less holds no value worth a request. */
const MIN_PDU = 64;

/**
 * Reads the CPU's answer to Setup Communication.
 *
 * @returns the PDU size, undefined where the CPU said no, or what breaks the protocol in words behind “sent”.
 */
export function readSetup(pdu: Buffer): number | string | undefined {
  const fault = headerFault(pdu, ROSCTR.ackData, 0);
  if (fault !== undefined) return fault;
  if (pdu.readUInt16BE(10) !== 0) return undefined;
  if (pdu.length !== 20 || pdu[12] !== SETUP) return 'something else than the answer to Setup Communication';
  const size = pdu.readUInt16BE(18);
  if (size < MIN_PDU) return `a PDU size of ${size} bytes`;
  return size;
}
