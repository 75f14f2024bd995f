import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompiledPrograms } from '../compile-c.ts';
import { runContestant } from '../contestant.ts';
import { perMillion } from '../meter.ts';
import { plantLayout, writePlan } from '../modbus/plant-layout.ts';
import { PlantProcess } from '../modbus/plant-process.ts';
import type { ReadWork } from '../modbus/read-work.ts';

/** CPU-seconds for a million values that libmodbus in C needs to read a plant at one interval. */
export async function libmodbusAt(
  programs: CompiledPrograms,
  { devices, tagsPerDevice }: { readonly devices: number; readonly tagsPerDevice: number },
  intervalMs: number,
  { warmSeconds, seconds }: { readonly warmSeconds: number; readonly seconds: number },
): Promise<number> {
  const layout = plantLayout(tagsPerDevice);
  const reader = programs.compile(new URL('../modbus/libmodbus-contestant.c', import.meta.url), ['libmodbus']);
  const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-read-'));
  const plan = join(folder, 'plan.txt');
  writePlan(layout, plan);
  const plant = await PlantProcess.start(programs, { layout, devices, periodMs: intervalMs, warmMs: 0 });
  try {
    const numbers = [intervalMs, warmSeconds, seconds, ...plant.ports].map(String);
    const { cpuSeconds, values } = await runContestant<ReadWork>(
      [reader, plan, ...numbers],
      (warmSeconds + seconds + 20) * 1_000,
    );
    return perMillion(cpuSeconds, values);
  } finally {
    await plant.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
