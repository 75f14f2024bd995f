import type { SystemStatus } from '../../../src-shared/contract/system.ts';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import type { Rate } from '../../state/rate-history.ts';
import type { GlyphName } from '../../ui/Glyph.tsx';
import { formatDecimals, formatInteger } from '../../ui/number-format.ts';

/** One stage of the way that points take. */
export interface Stage {
  readonly key: 'devices' | 'gateway' | 'log' | 'broker' | 'historian';
  readonly title: string;
  readonly glyph: GlyphName;
  readonly tone: 'normal' | 'warning' | 'error';
  readonly word: string;
  /** `in 80/s`, `out 80/s` and what else is worth a look, one line each. */
  readonly facts: readonly string[];
  /** Why it is not well, and what that does to the rest; empty while nothing is the matter. */
  readonly effects: readonly string[];
  /** Whose course is drawn. */
  readonly rate: Rate;
  /** The page that tells more. */
  readonly path: string;
}

/** Points a second over the last seconds. */
export type Rates = Readonly<Record<Rate, number>>;

/** The stages in the order of the way: broker and historian both read the log. */
export function pipelineStages(status: SystemStatus, rates: Rates): readonly Stage[] {
  return [
    devicesStage(status, rates),
    gatewayStage(status, rates),
    logStage(status, rates),
    brokerStage(status, rates),
    historianStage(status, rates),
  ];
}

const perSecond = (rate: number): string => `${formatInteger(rate)}/s`;
const points = (count: number): string => (count === 1 ? '1 point' : `${formatInteger(count)} points`);

function devicesStage({ devices, tags }: SystemStatus, rates: Rates): Stage {
  const missing = devices.total - devices.connected;
  const isWell = missing === 0;
  const lost = `${missing === 1 ? 'One device is' : `${formatInteger(missing)} devices are`} not connected. Their tags are Bad until they are back.`;
  return {
    key: 'devices',
    title: 'Devices',
    glyph: isWell ? 'ok' : 'half',
    tone: isWell ? 'normal' : 'warning',
    word: `${formatInteger(devices.connected)} of ${formatInteger(devices.total)} connected`,
    facts: [
      `${formatInteger(tags.good)} of ${formatInteger(tags.total)} tags good`,
      `out ${perSecond(rates.produced)}`,
    ],
    effects: isWell ? [] : [missing === 1 ? lost.replace('Their', 'Its').replace('they are', 'it is') : lost],
    rate: 'produced',
    path: 'devices',
  };
}

function gatewayStage({ hosts, pollsSkipped, process }: SystemStatus, rates: Rates): Stage {
  const waiting = hosts.filter(({ state }) => state === 'waiting');
  const isWell = waiting.length === 0;
  return {
    key: 'gateway',
    title: 'Gateway',
    glyph: isWell ? 'ok' : 'half',
    tone: isWell ? 'normal' : 'warning',
    word: isWell ? 'Running' : 'Degraded',
    facts: [
      `in ${perSecond(rates.produced)}`,
      `polling load ${formatDecimals(100 * process.pollingLoad, 1)}\u00a0%`,
      pollsSkipped === 1 ? '1 poll skipped' : `${formatInteger(pollsSkipped)} polls skipped`,
    ],
    effects: waiting.map(({ name }) => `${name} ended and waits to be started again.`),
    rate: 'load',
    path: 'diagnostics',
  };
}

const LOG_WORDS: Readonly<Record<SystemStatus['log']['state'], Pick<Stage, 'glyph' | 'tone' | 'word'>>> = {
  ok: { glyph: 'ok', tone: 'normal', word: 'Room left' },
  low: { glyph: 'half', tone: 'warning', word: 'Disk low' },
  'near-full': { glyph: 'half', tone: 'warning', word: 'Nearly full' },
  dropping: { glyph: 'bad', tone: 'error', word: 'Full' },
  full: { glyph: 'bad', tone: 'error', word: 'Disk full' },
  fault: { glyph: 'bad', tone: 'error', word: 'Disk fault' },
};

function logStage({ log }: SystemStatus, rates: Rates): Stage {
  const effects =
    log.state === 'dropping'
      ? [`The oldest points are dropped: ${points(log.droppedPoints)} so far.`]
      : log.state === 'full' || log.state === 'fault'
        ? ['Live values continue here. New points are not stored.']
        : [];
  return {
    key: 'log',
    title: 'Log',
    ...LOG_WORDS[log.state],
    facts: [
      `in ${perSecond(rates.produced)}`,
      log.budgetBytes > 0
        ? `${formatByteSize(log.usedBytes)} of ${formatByteSize(log.budgetBytes)}`
        : 'not measured yet',
      ...(log.freeBytes === null ? [] : [`${formatByteSize(log.freeBytes)} free on the disk`]),
    ],
    effects: log.text === '' || log.state === 'ok' ? effects : [log.text, ...effects],
    rate: 'produced',
    path: 'diagnostics',
  };
}

const BROKER_WORDS: Readonly<Record<SystemStatus['publisher']['state'], Pick<Stage, 'glyph' | 'tone' | 'word'>>> = {
  off: { glyph: 'off', tone: 'normal', word: 'Off' },
  connecting: { glyph: 'connecting', tone: 'normal', word: 'Connecting' },
  connected: { glyph: 'ok', tone: 'normal', word: 'Connected' },
  offline: { glyph: 'bad', tone: 'error', word: 'Down' },
};

const HOST_AWAY = { glyph: 'half', tone: 'warning', word: 'Host away' } as const;

function brokerStage({ publisher }: SystemStatus, rates: Rates): Stage {
  const { state, reason, queued } = publisher;
  const isDown = state === 'offline';
  // The broker is there, and the one that all is published for is not.
  const isHostAway = reason?.code === 'NX_MQTT_HOST';
  const behind = state === 'connected' ? behindText(rates.produced, rates.published, queued, 'published') : undefined;
  const down = [
    ...(reason ? [reason.text] : []),
    `${isHostAway ? 'Host away' : 'Broker down'}: Live values continue here. Topics wait in the log (${points(queued)}).`,
  ];
  return {
    key: 'broker',
    title: 'Broker',
    ...(isHostAway ? HOST_AWAY : BROKER_WORDS[state]),
    ...(behind !== undefined && BEHIND),
    facts: state === 'off' ? ['Publishing is off.'] : [`in ${perSecond(rates.published)}`, `${points(queued)} waiting`],
    effects: isDown ? down : behind === undefined ? [] : [behind],
    rate: 'published',
    path: 'diagnostics',
  };
}

function historianStage(status: SystemStatus, rates: Rates): Stage {
  const { historian, process } = status;
  const { reason, queued } = historian;
  const isDown = historian.state === 'down';
  const behind = isDown ? undefined : behindText(rates.produced, rates.stored, queued, 'stored');
  const down = [
    ...(reason ? [reason.text] : []),
    `Historian down: Live values continue here. History waits in the log (${points(queued)}).`,
  ];
  const left = daysLeft(status, rates.stored);
  return {
    key: 'historian',
    title: 'Historian',
    ...(isDown
      ? { glyph: 'bad', tone: 'error', word: 'Down' }
      : (behind !== undefined && BEHIND) || { glyph: 'ok', tone: 'normal', word: 'Running' }),
    facts: [
      `in ${perSecond(rates.stored)}`,
      `${points(queued)} waiting`,
      ...(process.historianBytes === null ? [] : [`${formatByteSize(process.historianBytes)}${left}`]),
    ],
    effects: isDown ? down : behind === undefined ? [] : [behind],
    rate: 'stored',
    path: 'diagnostics',
  };
}

const BEHIND = { glyph: 'half', tone: 'warning', word: 'Behind' } as const;
/** Sinks take points in batches: a difference counts when it is more than that and when points do wait. */
const LEAST_DIFFERENCE = 5;
const SHARE = 0.1;
const WAIT_S = 3;

/** A stage that takes less than the one before gives: by how much. */
function behindText(given: number, taken: number, queued: number, word: string): string | undefined {
  const difference = given - taken;
  const isLess = difference > Math.max(LEAST_DIFFERENCE, SHARE * given);
  if (!isLess || queued < WAIT_S * given) return undefined;
  return `${formatInteger(difference)} points/s are not ${word} yet; they wait in the log.`;
}

const DAY_S = 86_400;
/** Fewer points than this say too little about how many bytes one takes. */
const ENOUGH_POINTS = 100_000;
const MOST_DAYS = 3_650;

/** ` (about 31 days left)` at the rate of now; empty where it cannot be told. */
function daysLeft({ log, balance, process }: SystemStatus, storedPerSecond: number): string {
  const stored = balance.sinks.find(({ sink }) => sink === 'historian')?.delivered ?? 0;
  if (log.freeBytes === null || process.historianBytes === null || stored < ENOUGH_POINTS || storedPerSecond <= 0) {
    return '';
  }
  const days = log.freeBytes / ((process.historianBytes / stored) * storedPerSecond * DAY_S);
  return days > MOST_DAYS ? ' (more than 10 years left)' : ` (about ${formatInteger(days)} days left)`;
}
