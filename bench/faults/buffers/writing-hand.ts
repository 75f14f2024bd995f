import { statSync } from 'node:fs';
import { join } from 'node:path';
import { modbusTcp } from '../../../src-main/drivers/all.ts';
import type { Simulator } from '../../../src-main/drivers/simulator.ts';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import type { Disposable } from '../../../src-main/kernel/lifetime.ts';
import type { ServiceProcess } from '../../../src-main/testing/service-process.ts';
import type { AuditEntryView, AuditVerdict } from '../../../src-shared/contract/audit.ts';
import type { WriteReceipt } from '../../../src-shared/contract/writes.ts';

/** What the trail says afterwards. */
export interface TrailFindings {
  readonly auditedWrites: number;
  readonly isTrailSound: boolean;
  readonly storageEvents: readonly string[];
}

const RESERVES = ['audit', 'journal'] as const;
const REMAKE_MS = 10_000;

/** Somebody who writes a new value again and again, and knows what the device must hold. */
export class WritingHand implements Disposable {
  readonly refused: string[] = [];
  done = 0;
  /** Values that the device holds although their write was refused, or the other way round. */
  wrongWrites = 0;
  readonly #simulator: Simulator;
  #next = 1;
  #held = 0;

  private constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  static async start(): Promise<WritingHand> {
    const connection = modbusTcp.connection.parse({ host: '127.0.0.1' }) as never;
    const tags = [{ address: 'HR0:uint16' }];
    const simulator = await modbusTcp.simulate({ connection, tags, value: () => 0, clock: systemClock, port: 0 });
    return new WritingHand(simulator);
  }

  files(): Record<string, string> {
    const rig = `id: rig\nprotocol: modbus-tcp\nuns_prefix: o/rig\npoll_interval: 100ms
connection: { host: 127.0.0.1, port: ${this.#simulator.port} }
tags:\n  - { id: level, address: HR0, data_type: uint16, access: read_write }\n`;
    return { 'devices/rig.yaml': rig };
  }

  async arm(service: ServiceProcess): Promise<void> {
    const { status } = await post(service, '/writes/arm', { device_id: 'rig', reason: 'Full disk' });
    if (status !== 200) throw new Error(`arming was refused with ${status}`);
  }

  /** Writes the next value. @returns whether it was done. */
  async write(service: ServiceProcess): Promise<boolean> {
    const value = this.#next++;
    const { receipt, refusal } = await post(service, '/writes', {
      device_id: 'rig',
      tag_id: 'level',
      value,
      reason: 'Step',
    });
    if (receipt.status === 'DONE_VERIFIED') {
      // What a refused write before it would have left there.
      if (Number(receipt.previous) > this.#held && this.#held > 0) this.wrongWrites++;
      this.#held = value;
      this.done++;
      return true;
    }
    this.refused.push(refusal ?? receipt.error?.code ?? receipt.status);
    return false;
  }

  /** Whether audit trail and journal have their reserves, within some seconds. */
  async hasReserves(folder: string, service: ServiceProcess): Promise<boolean> {
    const isThere = (part: string): boolean =>
      (statSync(join(folder, '.nexus', part, 'reserve'), { throwIfNoEntry: false })?.size ?? 0) > 0;
    for (const endMs = performance.now() + REMAKE_MS; performance.now() < endMs; ) {
      await this.write(service);
      if (RESERVES.every(isThere)) return true;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return false;
  }

  async audit(service: ServiceProcess): Promise<TrailFindings> {
    const { receipt: verdict } = await post<AuditVerdict>(service, '/audit/verify', {});
    const entries: AuditEntryView[] = [];
    for (let before: number | null | undefined; before !== null; ) {
      const from = before === undefined ? '' : `&before=${before}`;
      const page = await service.get<{ entries: AuditEntryView[]; before: number | null }>(
        `/api/v1/audit?limit=500${from}`,
      );
      entries.push(...page.entries);
      before = page.before;
    }
    return {
      auditedWrites: entries.filter(({ action }) => action === 'write.done').length,
      isTrailSound: verdict.state === 'ok' && verdict.broken === 0,
      storageEvents: entries.map(({ action }) => action).filter((action) => /^(storage|audit\.gap)/.test(action)),
    };
  }

  dispose(): Promise<void> {
    return this.#simulator.close();
  }
}

async function post<T = WriteReceipt>(
  { port }: ServiceProcess,
  path: string,
  body: object,
): Promise<{ readonly status: number; readonly receipt: T; readonly refusal?: string }> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const content = (await answer.json()) as T & { readonly title?: string };
  return {
    status: answer.status,
    receipt: content,
    ...(!answer.ok && { refusal: content.title ?? String(answer.status) }),
  };
}
