import { parseDurationMs } from '../../../../src-shared/domain/duration.ts';
import { shortNumber } from '../../../../src-shared/domain/short-number.ts';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { cleanText } from '../../../kernel/clean-text.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { DetectedValue, Detection, DetectionQuestion } from '../../detection.ts';
import { formatAddress, parseAddress } from '../address.ts';
import { AREA_SIZE } from '../area.ts';
import { describeException, exceptionMeaning } from '../exception.ts';
import { noAnswer, unitSilent } from '../link-error.ts';
import type { Extent } from '../read-plan.ts';
import { makeReadRequest, REPLY_DATA_OFFSET } from '../read-request.ts';
import { ScanAsker, SILENT } from '../scan/scan-asker.ts';
import { DATA } from '../strict-client.ts';
import type { UnitConnection } from '../unit-connection.ts';
import type { UnitLink } from '../unit-link.ts';
import { type Reading, rankReadings } from './rank-readings.ts';

const SAMPLES = 8;
/** Between two samples: time for a value to move. */
const SAMPLE_MS = 250;
const MOST_REGISTERS = 16;
const SHOWN = 12;
const TEXT_MAX = 40;

/**
 * Reads a block of registers eight times and ranks what may stand there.
 *
 * Rejects with NX_REQUEST_INVALID for bits, NX_DRIVER_REJECTED where the device refuses the block, NX_DRIVER_TIMEOUT,
 * NX_DRIVER_UNIT_SILENT, NX_NET_* and NX_CANCELLED.
 */
export async function detectValues(
  link: UnitLink,
  connection: UnitConnection,
  question: DetectionQuestion,
  clock: Clock,
  signal: AbortSignal,
): Promise<Detection> {
  const { area, wire } = parseAddress(question.address, connection.notation);
  if (area.cell === 'bit')
    throw new NexusError('NX_REQUEST_INVALID', `${question.address} is a ${area.noun}: one bit, which is a bool.`);
  const count = Math.min(question.count, MOST_REGISTERS, connection.max_registers, AREA_SIZE - wire);
  const block = { area, start: wire, count };
  const asker = new ScanAsker(link, connection, parseDurationMs(connection.request_timeout)!, clock, signal);
  const samples: number[][] = [];
  try {
    while (samples.length < SAMPLES) {
      samples.push(await readBlock(asker, block, link, connection));
      if (samples.length < SAMPLES) await clock.sleep(SAMPLE_MS, signal).catch(() => {});
    }
  } finally {
    await asker.close();
  }
  const ranking = rankReadings(samples, question.expected).slice(0, SHOWN);
  return { samples: samples.length, values: ranking.map((reading) => detected(reading, block, connection)) };
}

async function readBlock(
  asker: ScanAsker,
  block: Extent,
  { client: { peer } }: UnitLink,
  { unit_id: unitId, notation, request_timeout }: UnitConnection,
): Promise<number[]> {
  const code = await asker.ask(makeReadRequest(unitId, block.area, block.start, block.count));
  if (code === SILENT) throw noAnswer(peer, unitId, parseDurationMs(request_timeout)!);
  if (code !== DATA && exceptionMeaning(code) === 'unit silent') throw unitSilent(peer, unitId, code);
  if (code !== DATA) throw new NexusError('NX_DRIVER_REJECTED', describeException(code, block, notation), { code });
  return Array.from({ length: block.count }, (_, i) => asker.reply.getUint16(REPLY_DATA_OFFSET + i * 2));
}

function detected(reading: Reading, { area, start }: Extent, { notation }: UnitConnection): DetectedValue {
  const { offset, registers, dataType, order, value, scale, score, evidence } = reading;
  const address = formatAddress(area, start + offset, notation, registers);
  const text = typeof value === 'string' ? cleanText(value, TEXT_MAX) : String(shortNumber(value, dataType));
  const isText = dataType === 'string';
  return {
    address: isText ? `${address}:string(${registers * 2})` : address,
    dataType,
    ...((!isText || order !== 'ABCD') && (registers > 1 || order !== 'ABCD') && { byteOrder: order }),
    ...(scale !== undefined && { scale }),
    score,
    text,
    evidence,
  };
}
