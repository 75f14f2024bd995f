import { describe, expect, it } from 'vitest';
import { modbusTcp } from '../../drivers/all.ts';
import { addressView } from './address-views.ts';
import { connectionOfForm, sketchOfForm } from './form-connection.ts';

const view = (tag: Record<string, unknown>, connection: Record<string, unknown> = {}) =>
  addressView(tag, modbusTcp, sketchOfForm(modbusTcp, connection));

describe('the address of a tag that is being edited', () => {
  it('is shown in every notation, also before the host is known', () => {
    expect(view({ id: 'p', address: 'HR107', data_type: 'float32' }, { host: '', byte_order: 'CDAB' })).toEqual({
      fault: null,
      canonical: '40108',
      notations: ['40108', '400108', '4:108', 'HR107', 'holding:0x006B'],
      dataType: 'float32',
      byteOrder: 'CDAB',
    });
  });

  it('follows the notation of the device', () => {
    expect(view({ address: '107' }, { notation: 'wire' }).canonical).toBe('HR107');
    expect(view({ address: '107' }).fault).toMatchObject({ field: 'address', code: 'ADDR_SYNTAX' });
  });

  it.each([
    [{ address: '40000' }, 'address', 'holding registers start at 40001'],
    [{ address: '49999', data_type: 'float32' }, 'address', 'needs one more register'],
    [{ address: 'C12', data_type: 'int16' }, 'data_type', 'is one bit'],
    [{ address: 'HR1', data_type: 'float' }, 'data_type', '“float” is not a data type here. Use float32 or float64.'],
    [{ address: 'HR1', data_type: 'string' }, 'length', 'without a length'],
    [{ address: 'HR1', data_type: 'string', length: 300 }, 'length', '300 is above 250'],
    [{ address: 'HR1', byte_order: 'ABDC' }, 'byte_order', '“ABDC” is not a value'],
    [{ address: 7 }, 'address', 'not a text'],
    [{ address: 'x'.repeat(300) }, 'address', '300 characters; 256'],
    [{}, 'address', 'missing'],
  ])('%j names the field at fault', (tag, field, fact) => {
    const { fault, ...rest } = view(tag);
    expect(fault).toMatchObject({ field, text: expect.stringContaining(fact) });
    expect(fault!.text).not.toMatch(/invalid|illegal/i);
    expect(rest).toEqual({ canonical: '', notations: [], dataType: '', byteOrder: null });
  });

  it('looks at nothing else of the tag', () => {
    expect(view({ id: '', address: 'HR1', scale: 'x', name: 5, nonsense: true }).fault).toBeNull();
  });

  it('is not looked at where the connection has a fault, which is named', () => {
    expect(() => view({ address: 'HR1' }, { host: '192.168.1.300', port: 70_000 })).toThrow(
      expect.objectContaining({
        code: 'NX_REQUEST_INVALID',
        context: {
          field: 'host',
          code: 'HOST_SYNTAX',
          faults: [
            {
              field: 'host',
              code: 'HOST_SYNTAX',
              text: '“192.168.1.300” is not an IP address or host name. Each part of an IP address is 0–255.',
            },
            expect.objectContaining({ field: 'port', code: 'PORT_RANGE' }),
          ],
        },
      }),
    );
    expect(() => view({ address: 'HR1' }, { hosts: 'plc7' })).toThrow('Did you mean “host”?');
  });
});

describe('a connection that is to be used', () => {
  it('has to be complete', () => {
    expect(() => connectionOfForm(modbusTcp, { port: 502, host: '' })).toThrow(
      expect.objectContaining({ context: expect.objectContaining({ field: 'host', code: 'MISSING_KEY' }) }),
    );
    expect(connectionOfForm(modbusTcp, { host: 'plc7', port: '' })).toMatchObject({ host: 'plc7', port: 502 });
  });
});
