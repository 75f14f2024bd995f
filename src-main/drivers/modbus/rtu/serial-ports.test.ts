import { describe, expect, it } from 'vitest';
import { modbusRtu } from './manifest.ts';

describe('the serial ports of this computer', () => {
  it('are suggested for the path, also where the operating system cannot be asked for them', async () => {
    const { path } = await modbusRtu.suggest!();
    expect(path!.every(({ value }) => value.startsWith('/dev/') || /^COM\d+$/.test(value))).toBe(true);
  });
});
