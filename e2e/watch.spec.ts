import { expect, type PlantDevice, test } from './plant.ts';

const HEATER: PlantDevice = {
  file: {
    id: 'boiler-1',
    name: 'Boiler-1',
    tags: [
      {
        id: 'pressure',
        name: 'Steam pressure',
        address: '40001',
        data_type: 'float32',
        unit: 'bar',
        eu_low: 0,
        eu_high: 10,
      },
      {
        id: 'setpoint',
        name: 'Zone 1 setpoint',
        address: '40003',
        data_type: 'float32',
        access: 'read_write',
        unit: 'Cel',
        eu_low: 0,
        eu_high: 100,
        write_limits: { min: 0, max: 95 },
      },
    ],
  },
  value: (tag, ms) => (tag === 'setpoint' ? 42 : 5 + Math.sin(ms / 1_000)),
};

test.use({ plantDevices: [HEATER] });

test('a write that no arming allows sends no frame', async ({ plant, workstation }) => {
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Zone 1 setpoint')).toContainText('42.0');
  const write = (): Promise<{ status: string }> =>
    fetch(`${plant.service.address}/api/v1/writes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ device_id: 'boiler-1', tag_id: 'setpoint', value: 50 }),
    }).then((response) => response.json() as Promise<{ status: string }>);
  expect(await write()).toMatchObject({ status: 'REJECTED', error: { code: 'NOT_ARMED' } });
  expect(plant.writeFrames()).toEqual([]);
});
