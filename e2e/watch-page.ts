import type { Locator } from '@playwright/test';
import { expect, type Plant, type PlantDevice } from './plant.ts';
import type { Workstation } from './workstation.ts';

/** A boiler with two tags that may be written: a set point with limits, and a fan without. */
export const BOILER: PlantDevice = {
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
      { id: 'speed', name: 'Fan speed', address: '40005', data_type: 'uint16', access: 'read_write', unit: '%' },
      { id: 'level', name: 'Drum level', address: '40006', data_type: 'uint16', unit: '%' },
    ],
  },
  value: (tag, ms) => (tag === 'setpoint' ? 42 : tag === 'pressure' ? 5 + Math.sin(ms / 1_000) : 30),
};
const ROWS = ['pressure', 'setpoint', 'speed', 'level'].map((tag) => ({ kind: 'tag', device: 'boiler-1', tag }));

/** A watch table of all its tags, as the person at it uses it. */
export class Watch {
  readonly plant: Plant;
  readonly workstation: Workstation;

  private constructor(plant: Plant, workstation: Workstation) {
    this.plant = plant;
    this.workstation = workstation;
  }

  static async open(plant: Plant, workstation: Workstation): Promise<Watch> {
    const watch = new Watch(plant, workstation);
    await watch.call('PUT', '/watches/sat', { name: 'Boiler SAT', rows: ROWS });
    await workstation.open('/w/watch/sat');
    await expect(watch.row('Zone 1 setpoint')).toContainText('42.0');
    return watch;
  }

  row(name: string): Locator {
    return this.workstation.row(name);
  }

  prepared(name: string): Locator {
    return this.workstation.page.getByRole('textbox', { name: `Prepared for ${name}` });
  }

  get popover(): Locator {
    return this.workstation.page.getByRole('dialog', { name: /^Write \d/ });
  }

  message(id: string): Locator {
    return this.workstation.page.locator(`[data-msg="${id}"]`);
  }

  /** F8, for the device of the row that has the focus. */
  async arm(minutes: 1 | 5, reason: string): Promise<void> {
    const { page } = this.workstation;
    await page.getByRole('grid').focus();
    await page.getByRole('gridcell', { name: 'Zone 1 setpoint', exact: true }).click();
    await page.keyboard.press('F8');
    const dialog = page.getByRole('dialog', { name: 'Arm writing' });
    await dialog.getByRole('radio', { name: `${minutes} min`, exact: true }).check();
    await dialog.getByRole('textbox', { name: /^Reason/ }).fill(reason);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(this.workstation.status).toContainText('ARMED Boiler-1');
  }

  /** Types into the row that has the focus of the table, as a person does. */
  async prepare(name: string, text: string): Promise<void> {
    const { page } = this.workstation;
    await page.getByRole('gridcell', { name, exact: true }).click();
    await page.getByRole('grid').focus();
    await page.keyboard.type(text);
    await expect(this.prepared(name)).toHaveValue(text);
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.plant.service.address}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as T;
  }

  /** The names of the rows as the file has them. */
  async order(): Promise<readonly string[]> {
    const { rows } = await this.call<{ rows: { tag: string }[] }>('GET', '/watches/sat');
    return rows.map(({ tag }) => tag);
  }

  journal(): Promise<{ kind: string; status?: string; cause?: string; actor: string; timestamp: string }[]> {
    return this.call('GET', '/writes/journal?limit=20');
  }
}
