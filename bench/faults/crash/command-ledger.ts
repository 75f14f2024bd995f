import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SettledWrite } from '../../../src-main/commands/write-command.ts';
import type { WriteIntent } from '../../../src-main/commands/write-journal.ts';
import type { GatewayPeer } from '../../../src-main/drivers/modbus/gateway-peer.ts';
import { STATE_FOLDER } from '../../../src-main/project/project-layout.ts';
import type { ToldEnd } from './received-samples.ts';

const WRITE_ONE = 6;
const WRITE_MANY = 16;
/** Ends after which the device may have done it. */
const MAY_BE_DONE = /^(?:DONE|UNKNOWN)/;

type Line =
  | { readonly kind: 'intent'; readonly intent: WriteIntent }
  | { readonly kind: 'end'; readonly settled: SettledWrite }
  | { readonly kind: 'arming' | 'publish' | 'call' };

/** Commands whose id stands in the register and the value that they write: what the device did is known by its frames. */
export class CommandLedger {
  /** Registers of the device that are written. */
  static readonly tags = 10;
  #next = 0;

  get sent(): number {
    return this.#next;
  }

  next(): { readonly tag_id: string; readonly value: number; readonly request_id: string } {
    const n = this.#next++;
    return {
      tag_id: `w${n % CommandLedger.tags}`,
      value: Math.floor(n / CommandLedger.tags) + 1,
      request_id: `id-${n}`,
    };
  }

  /** What is wrong with the commands of a run that has ended, in sentences. */
  faults(folder: string, device: GatewayPeer, told: readonly ToldEnd[]): { readonly faults: string[]; done: number } {
    const executed = executedBy(device);
    const lines = journalOf(folder);
    const intents = new Set(lines.flatMap((line) => (line.kind === 'intent' ? [line.intent.id] : [])));
    const ends = Map.groupBy(
      lines.flatMap((line) => (line.kind === 'end' ? [line.settled.receipt] : [])),
      ({ request_id: id }) => id,
    );
    const statusOf = (id: string): string[] => [...new Set((ends.get(id) ?? []).map(({ status }) => status))];
    const once = new Set(executed);
    const faults = [
      ...executed.filter((id, at) => executed.indexOf(id) !== at).map((id) => `${id} was executed twice`),
      ...[...once].filter((id) => !intents.has(id)).map((id) => `${id} was executed without an intent`),
      ...[...intents].filter((id) => statusOf(id).length !== 1).map((id) => `${id} ended as “${statusOf(id).join()}”`),
      ...[...once]
        .filter((id) => !MAY_BE_DONE.test(statusOf(id)[0] ?? 'DONE'))
        .map((id) => `${id} was executed, and told as ${statusOf(id).join()}`),
      ...told
        .filter(({ id, status }) => status.startsWith('DONE') && !once.has(id))
        .map(({ id }) => `${id} was told as done and is not`),
    ];
    return { faults, done: once.size };
  }
}

function executedBy({ requests }: GatewayPeer): string[] {
  return requests
    .filter(({ functionCode }) => functionCode === WRITE_ONE || functionCode === WRITE_MANY)
    .map(({ pdu }) => {
      const [register, value] = [pdu.readUInt16BE(1), pdu.readUInt16BE(pdu.length - 2)];
      return `id-${(value - 1) * CommandLedger.tags + register}`;
    });
}

function journalOf(folder: string): Line[] {
  const journal = join(folder, STATE_FOLDER, 'journal');
  const files = readdirSync(journal).filter((name) => name.endsWith('.jsonl'));
  const lines = files.sort().flatMap((name) => readFileSync(join(journal, name), 'utf8').split('\n'));
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}
