import { headerFault, ROSCTR } from './pdu-header.ts';

const SETUP = 0xf0;
/** Less holds no value worth a request. */
const MIN_PDU = 64;

/** What the CPU agrees to. */
export interface Setup {
  readonly pduSize: number;
  /** Requests that may be in flight at once; 0 from CPUs that say nothing of it. */
  readonly parallel: number;
}

/**
 * Reads the CPU's answer to Setup Communication.
 *
 * @returns undefined where the CPU said no, or what breaks the protocol in words behind “sent”.
 */
export function readSetup(pdu: Buffer): Setup | string | undefined {
  const fault = headerFault(pdu, ROSCTR.ackData, 0);
  if (fault !== undefined) return fault;
  if (pdu.readUInt16BE(10) !== 0) return undefined;
  if (pdu.length !== 20 || pdu[12] !== SETUP) return 'something else than the answer to Setup Communication';
  const pduSize = pdu.readUInt16BE(18);
  if (pduSize < MIN_PDU) return `a PDU size of ${pduSize} bytes`;
  // For calls of either side: the smaller one is safe.
  return { pduSize, parallel: Math.min(pdu.readUInt16BE(14), pdu.readUInt16BE(16)) };
}
