import { describe, expect, it } from 'vitest';
import { addressOfPath, matchPath, pathOfAddress } from './page-path.ts';

describe('the path of a page', () => {
  it('has the parameters that its pattern names', () => {
    expect(matchPath('devices', 'devices')).toEqual({});
    expect(matchPath('device/:device/tags', 'device/boiler-1/tags')).toEqual({ device: 'boiler-1' });
  });

  it('is of no other pattern', () => {
    expect(matchPath('device/:device/tags', 'device/boiler-1')).toBeUndefined();
    expect(matchPath('device/:device/tags', 'device//tags')).toBeUndefined();
    expect(matchPath('devices', 'trend')).toBeUndefined();
  });

  it('is the address without its beginning', () => {
    expect(pathOfAddress('/w/trend/1')).toBe('trend/1');
    expect(pathOfAddress('/w/')).toBeUndefined();
    expect(pathOfAddress('/')).toBeUndefined();
    expect(addressOfPath('trend/1')).toBe('/w/trend/1');
  });
});
