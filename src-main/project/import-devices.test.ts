import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { drivers } from '../drivers/registry.ts';
import { givenProjectFolder, type ProjectFolder } from '../testing/project-folder.ts';
import { importDevices } from './import-devices.ts';
import { loadProject } from './load-project.ts';

let folder: ProjectFolder | undefined;
afterEach(() => folder?.remove());

const VISION = `devices:
  - id: plc-a-001
    name: PLC A
    protocol: modbus-tcp
    uns_prefix: plant-a/line-1/plc-001
    poll_interval: 1s
    connection: { host: 192.168.1.100, port: 502, slave_id: 3, timeout: 2s }
    tags:
      - { id: temperature, address: 40001, register_type: holding, data_type: float32, byte_order: big_endian, scale_factor: 0.1, unit: °C, deadband_type: absolute, deadband_value: 0.5 }
      - { id: running, address: 4, register_type: coil, data_type: bool }
`;

async function importing(text: string): Promise<{ report: Awaited<ReturnType<typeof importDevices>>; path: string }> {
  folder = await givenProjectFolder({ 'nexus.yaml': 'project: { name: Test }\n', 'in.yaml': text });
  return { report: await importDevices(join(folder.path, 'in.yaml'), folder.path, drivers), path: folder.path };
}

describe('an import', () => {
  it('takes the vision’s field names and writes ours', async () => {
    const { report, path } = await importing(VISION);
    expect(report).toEqual({ devices: ['plc-a-001'], tags: 2 });
    const { devices, faults } = await loadProject(path, drivers);
    // The vision’s own timeout is longer than its interval.
    expect(faults.map(({ code, severity }) => [code, severity])).toEqual([['TIMEOUT_GT_INTERVAL', 'warning']]);
    expect(devices[0]!.connection).toMatchObject({ unit_id: 3, request_timeout: '2s' });
    expect(devices[0]!.tags[0]).toMatchObject({
      address: 'holding:40001',
      byte_order: 'ABCD',
      scale: 0.1,
      deadband: { absolute: 0.5 },
    });
    expect(devices[0]!.tags[1]).toMatchObject({ address: 'coil:4', data_type: 'bool' });
  });

  it('takes the demo plant', async () => {
    const path = fileURLToPath(new URL('../../resources/demo-plant/devices.yaml', import.meta.url));
    const { report } = await importing(await readFile(path, 'utf8'));
    expect(report.devices).toEqual(['boiler-1', 'meter-1', 'pumps-1', 'line-1']);
  });

  it('writes nothing when one device has a fault, and names its line', async () => {
    const broken = `${VISION}  - id: plc-a-002\n    protocol: modbus-tcp\n    uns_prefix: plant-a/2\n    connection: { host: 10.0.0.300 }\n`;
    const refusal = await importing(broken).catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: 'NX_PROJECT_IMPORT', message: expect.stringContaining('10.0.0.300') });
    expect((refusal as Error).message).toMatch(/in\.yaml:14 /);
    expect((await loadProject(folder!.path, drivers)).devices).toEqual([]);
  });

  it('refuses a device that the project has already', async () => {
    const { path } = await importing(VISION);
    await expect(importDevices(join(path, 'in.yaml'), path, drivers)).rejects.toThrow('is already in the project');
  });

  it.each(['devices: 5', '{}', 'just text', ''])('refuses a file that holds no list: %j', async (text) => {
    await expect(importing(text)).rejects.toMatchObject({ code: 'NX_PROJECT_IMPORT' });
  });
});
