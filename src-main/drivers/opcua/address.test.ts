import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';

const canonical = (text: string): string => formatAddress(parseAddress(text));

describe('addresses of OPC UA', () => {
  it.each([
    ['nsu=http://example.com/plant;s=Line1.Speed', 'nsu=http://example.com/plant;s=Line1.Speed'],
    ['ns=2;s=Line1.Speed', 'ns=2;s=Line1.Speed'],
    ['NS=2;I=5', 'ns=2;i=5'],
    ['ns=0;i=2258', 'i=2258'],
    ['i=2258', 'i=2258'],
    ['nsu=http://opcfoundation.org/UA/;i=2258', 'i=2258'],
    ['ns=3;s="DB_Motor"."Speed"', 'ns=3;s="DB_Motor"."Speed"'],
    ['ns=2;s=a;s=b', 'ns=2;s=a;s=b'],
    ['nsu=urn:x%3By;s=a', 'nsu=urn:x%3By;s=a'],
    ['ns=1;g=09087E75-8E5E-499B-954F-F2A9603DB28A', 'ns=1;g=09087e75-8e5e-499b-954f-f2a9603db28a'],
    ['ns=1;b=M/RbKBs', 'ns=1;b=M/RbKBs='],
    ['  ns=2;s=with space  ', 'ns=2;s=with space'],
    ['ns=2;s=a[3]', 'ns=2;s=a[3]'],
    ['ns=2;s=a[3][]', 'ns=2;s=a[3][]'],
    ['ns=2;s=a[3][0]', 'ns=2;s=a[3][0]'],
    ['ns=2;i=7[12]', 'ns=2;i=7[12]'],
  ])('reads %s as %s, and that as itself', (text, expected) => {
    expect(canonical(text)).toBe(expected);
    expect(canonical(expected)).toBe(expected);
  });

  it('takes a number in brackets for an element, and empty brackets for the end of a name', () => {
    expect(parseAddress('ns=2;s=a[3]')).toMatchObject({ identifier: { value: 'a' }, element: 3 });
    expect(parseAddress('ns=2;s=a[3][]')).toMatchObject({ identifier: { value: 'a[3]' }, element: undefined });
    expect(parseAddress('ns=2;s=a[b]')).toMatchObject({ identifier: { value: 'a[b]' }, element: undefined });
  });

  it.each([
    '',
    'Line1.Speed',
    'ns=2',
    'ns=2;',
    'ns=2;s=',
    'ns=70000;i=1',
    'ns=x;i=1',
    'i=4294967296',
    'i=-1',
    'i=1.5',
    'g=1234',
    'b=***',
    'nsu=;s=a',
    'ns=1;x=5',
    'ns=2;s=a\u0000b',
    'ns=2;s=a[99999999999]',
    `ns=2;s=${'x'.repeat(5_000)}`,
  ])('refuses “%s” with the next step', (text) => {
    expect(() => parseAddress(text)).toThrow(
      expect.objectContaining({ code: 'NX_ADDRESS_SYNTAX', context: expect.objectContaining({ field: 'address' }) }),
    );
  });
});
