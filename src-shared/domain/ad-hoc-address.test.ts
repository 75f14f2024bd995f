import { describe, expect, it } from 'vitest';
import { adHocText, parseAdHoc } from './ad-hoc-address.ts';

describe('an address without a tag', () => {
  it.each([
    [
      '=boiler-1 40108 float32 cdab',
      { device: 'boiler-1', address: '40108', data_type: 'float32', byte_order: 'CDAB' },
    ],
    ['= boiler-1 holding:100:uint16', { device: 'boiler-1', address: 'holding:100:uint16' }],
    ['=mixer DB10.DBD4', { device: 'mixer', address: 'DB10.DBD4' }],
    ['=line ns=2;s=My Node float64', { device: 'line', address: 'ns=2;s=My Node', data_type: 'float64' }],
    ['=mixer bool', { device: 'mixer', address: 'bool' }],
  ])('%s is read from its ends', (text, address) => {
    expect(parseAdHoc(text)).toEqual({ address });
    expect(parseAdHoc(adHocText(address as never))).toEqual({ address });
  });

  it('says what is missing', () => {
    expect(parseAdHoc('=')).toEqual({ fault: 'Write device and address, for example =boiler-1 40108 float32 cdab.' });
    expect(parseAdHoc('=boiler-1')).toMatchObject({
      fault: expect.stringMatching(/^After “boiler-1” comes an address/),
    });
  });
});
