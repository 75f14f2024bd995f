import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { Service, Workstation } from './workstation.ts';

export const BIG = { devices: 50, tagsPerDevice: 1_000 } as const;

const two = (number: number): string => String(number).padStart(2, '0');
const four = (number: number): string => String(number).padStart(4, '0');

/** `line17` and `line17_ft0423`, Line 17 and Flow 0423 of line 17: every tag is found by a part of its id. */
export const bigDevice = (device: number): string => `line${two(device)}`;
export const bigTag = (device: number, tag: number): string => `${bigDevice(device)}_ft${four(tag)}`;

/** Writes a project of 50 devices with 1,000 tags each into a folder; its devices are disabled and cost nothing. */
export function writeBigProject(folder: string): void {
  mkdirSync(join(folder, 'devices'), { recursive: true });
  writeFileSync(
    join(folder, 'nexus.yaml'),
    'schema_version: 1\nproject: { name: Fifty thousand tags }\naccess: { login: off }\n',
  );
  for (let device = 0; device < BIG.devices; device++) {
    writeFileSync(join(folder, 'devices', `${bigDevice(device)}.yaml`), deviceText(device));
  }
}

function deviceText(device: number): string {
  const tags = Array.from({ length: BIG.tagsPerDevice }, (_, tag) => {
    const name = `Flow ${four(tag)} of line ${device}`;
    return `  - { id: ${bigTag(device, tag)}, name: ${name}, address: "${40_001 + tag * 2}", data_type: float32, unit: m3/h }`;
  });
  return [
    `id: ${bigDevice(device)}`,
    `name: Line ${device}`,
    'protocol: modbus-tcp',
    'enabled: false',
    `uns_prefix: acme/plant1/filling/${bigDevice(device)}`,
    'connection: { host: 127.0.0.1, port: 1 }',
    'tags:',
    ...tags,
    '',
  ].join('\n');
}

/** As the other specs, but on 50,000 tags: one service for all tests of a file, since its start takes a while. */
export const test = base.extend<{ workstation: Workstation }, { bigService: Service }>({
  bigService: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a fixture needs from its pattern
    async ({}, use) => {
      const service = await Service.make([]);
      writeBigProject(service.folder);
      await service.start();
      await use(service);
      await service.end('SIGTERM');
      service.remove();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  workstation: async ({ page, bigService }: { page: Page; bigService: Service }, use) => {
    await use(new Workstation(page, bigService));
  },
});

export { expect } from '@playwright/test';
