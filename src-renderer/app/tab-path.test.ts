import { describe, expect, it } from 'vitest';
import { addressOfPath, pathOfAddress, tabSubject } from './tab-path.ts';

describe('the address of a tab', () => {
  it.each(['welcome', 'devices', 'writes', 'diagnostics', 'device/boiler-1/tags', 'trend/1'])(
    'brings back %s',
    (path) => {
      expect(pathOfAddress(addressOfPath(path))).toBe(path);
    },
  );

  it('names what the tab shows', () => {
    expect(tabSubject('device/boiler-1/tags')).toEqual({ kind: 'tags', device: 'boiler-1' });
    expect(tabSubject('trend/2')).toEqual({ kind: 'trend', id: '2' });
  });

  it('is none for what is no page', () => {
    const addresses = ['/', '/w/', '/w/device//tags', '/w/device/a/b/tags', '/w/trend/1/x', '/health'];
    expect(addresses.map(pathOfAddress)).toEqual(addresses.map(() => undefined));
  });
});
