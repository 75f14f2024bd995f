import { expect, it } from 'vitest';
import type { CatalogueRow } from '../../../src-shared/contract/catalogue.ts';
import { catalogueCsv } from './catalogue-csv.ts';

const row = (change: Partial<CatalogueRow>): CatalogueRow => ({
  uid: 'u1',
  device: 'd',
  deviceName: 'D',
  id: 't',
  name: 'T',
  description: '',
  unit: '',
  dataType: 'bool',
  classification: '',
  owner: '',
  topic: 'a/t',
  enabled: true,
  lastUs: null,
  usedBy: [],
  ...change,
});

it('writes a line a tag, quotes what has a comma, and disarms what a spreadsheet would run', () => {
  const text = catalogueCsv([
    row({ description: '=HYPERLINK("http://x")', owner: 'North, South', lastUs: 1_000_000, usedBy: ['k/a', 'k/b'] }),
    row({ enabled: false, remote: true }),
  ]);
  expect(text.split('\r\n')).toEqual([
    'device,tag,name,description,unit,type,classification,owner,topic,enabled,remote,last_point,used_by,uid',
    `d,t,T,"'=HYPERLINK(""http://x"")",,bool,,"North, South",a/t,yes,no,1970-01-01T00:00:01.000Z,k/a k/b,u1`,
    'd,t,T,,,bool,,,a/t,no,yes,,,u1',
    '',
  ]);
});
