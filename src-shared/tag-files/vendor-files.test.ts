import { describe, expect, it } from 'vitest';
import { readTagFile } from './read-tag-file.ts';
import { tableFormat } from './table-formats.ts';
import type { ReadChoice } from './tag-sheet.ts';

/** Rows of a file in our words, by path of the field; what is empty is left out. */
async function tagsOf(text: string, choice: ReadChoice = {}): Promise<readonly Readonly<Record<string, string>>[]> {
  const sheet = await readTagFile('file', new TextEncoder().encode(text), choice);
  return sheet.rows.map((row) => {
    const cells = Object.fromEntries(sheet.mapping.flatMap((path, at) => (path === '' ? [] : [[path, row[at]!]])));
    const translated = tableFormat(sheet.format)?.translate(cells) ?? cells;
    return Object.fromEntries(Object.entries(translated).filter(([, value]) => value !== ''));
  });
}

describe('tags of other programs', () => {
  it('from Kepware have scaling only where it is switched on, and limits where they are clamped', async () => {
    const head =
      'Tag Name,Address,Data Type,Respect Data Type,Client Access,Scan Rate,Scaling,Raw Low,Raw High,Scaled Low,Scaled High,Scaled Data Type,Clamp Low,Clamp High,Eng Units,Description,Negate Value';
    const rows = [
      '"Boiler.Flow","400108",Word,1,R/W,500,Linear,0,27648,0,12.5,Double,1,0,"m3/h","Feed water",0',
      '"Boiler.State","400110",Boolean,1,RO,1000,None,0,1000,0,1000,Double,0,0,,,0',
      '"Boiler.DP","400112",Float,1,RO,250,Square Root,0,100,0,80,Double,0,1,,,0',
    ];
    expect(await tagsOf([head, ...rows].join('\r\n'))).toEqual([
      {
        name: 'Boiler.Flow',
        address: '400108',
        data_type: 'uint16',
        access: 'read_write',
        poll_interval: '500ms',
        raw_low: '0',
        raw_high: '27648',
        eu_low: '0',
        eu_high: '12.5',
        clamp_low: '0',
        unit: 'm3/h',
        description: 'Feed water',
      },
      { name: 'Boiler.State', address: '400110', data_type: 'bool', access: 'read', poll_interval: '1000ms' },
      {
        name: 'Boiler.DP',
        address: '400112',
        data_type: 'float32',
        access: 'read',
        poll_interval: '250ms',
        scaling: 'square_root',
        raw_low: '0',
        raw_high: '100',
        eu_low: '0',
        eu_high: '80',
        clamp_high: '80',
      },
    ]);
  });

  it('from NeuronEX have the factor as scale, and may be written where the attribute says so', async () => {
    const text =
      'group,interval,name,address,attribute,type,description,decimal,precision,bias\nfast,100,temp,1!400001#BB,Read Subscribe,FLOAT,Oven,0.1,2,0\nfast,100,pump,1!000001,3,BIT,,0,0,0\n';
    expect(await tagsOf(text)).toEqual([
      { name: 'temp', address: '1!400001#BB', access: 'read', data_type: 'float32', description: 'Oven', scale: '0.1' },
      { name: 'pump', address: '1!000001', access: 'read_write', data_type: 'bool' },
    ]);
  });

  it('from a tag table of TIA Portal have the type at the address, in all three ways in which it is exported', async () => {
    const table =
      'Name\tPath\tData Type\tLogical Address\tComment\tHmi Visible\nMotor on\tTable 1\tBool\t%Q0.1\t\tTrue\nLevel\tTable 1\tReal\t%MD4\tTank\tTrue\n';
    const portal =
      '<?xml version="1.0" encoding="utf-8"?><Tagtable name="Table 1"><Tag type="Bool" hmiWriteable="True" remark="" addr="%Q0.1">Motor on</Tag><Tag type="Real" hmiWriteable="True" remark="Tank" addr="%MD4">Level</Tag></Tagtable>';
    const tag = (name: string, type: string, address: string, comment: string): string =>
      `<SW.Tags.PlcTag ID="1"><AttributeList><DataTypeName>${type}</DataTypeName><LogicalAddress>${address}</LogicalAddress><Name>${name}</Name></AttributeList><ObjectList><MultilingualText><ObjectList><MultilingualTextItem><AttributeList><Culture>en-US</Culture><Text>${comment}</Text></AttributeList></MultilingualTextItem></ObjectList></MultilingualText></ObjectList></SW.Tags.PlcTag>`;
    const openness = `<Document><SW.Tags.PlcTagTable ID="0"><AttributeList><Name>Table 1</Name></AttributeList><ObjectList>${tag('Motor on', 'Bool', '%Q0.1', '')}${tag('Level', 'Real', '%MD4', 'Tank')}</ObjectList></SW.Tags.PlcTagTable></Document>`;
    for (const text of [table, portal, openness])
      expect(await tagsOf(text)).toEqual([
        { name: 'Motor on', address: 'Q0.1' },
        { name: 'Level', address: 'MD4:REAL', description: 'Tank' },
      ]);
  });

  it('from Ignition keep their folders in the name; what is no OPC tag is named', async () => {
    const tag = {
      tagType: 'AtomicTag',
      valueSource: 'opc',
      opcItemPath: 'ns=1;s=[PLC]HR107',
      dataType: 'Float4',
      name: 'Flow',
    };
    const text = JSON.stringify({
      name: '',
      tagType: 'Provider',
      tags: [
        {
          name: 'Boiler',
          tagType: 'Folder',
          tags: [{ ...tag, engUnit: 'bar', scaleMode: 'Linear', rawLow: 0, rawHigh: 10, scaledLow: 4, scaledHigh: 20 }],
        },
        { ...tag, name: 'Setpoint', readOnly: false, enabled: false, dataType: 'Int8', documentation: 'by hand' },
        { name: 'Memory', tagType: 'AtomicTag', valueSource: 'memory' },
        { name: 'Pump', tagType: 'UdtInstance' },
      ],
    });
    expect(await tagsOf(text)).toEqual([
      {
        name: 'Boiler/Flow',
        address: 'ns=1;s=[PLC]HR107',
        data_type: 'float32',
        access: 'read',
        raw_low: '0',
        raw_high: '10',
        eu_low: '4',
        eu_high: '20',
        unit: 'bar',
      },
      {
        name: 'Setpoint',
        address: 'ns=1;s=[PLC]HR107',
        data_type: 'int64',
        access: 'read_write',
        enabled: 'no',
        description: 'by hand',
      },
    ]);
    const { notes } = await readTagFile('tags.json', new TextEncoder().encode(text));
    expect(notes).toEqual([
      '1 tags of the kind “memory” have no OPC item of their own. They are left out.',
      '1 UDT instances have no OPC item of their own. They are left out.',
    ]);
  });

  it('from a NodeSet2 have the URI of their namespace, type, access, unit and range', async () => {
    const property = (name: string, value: string): string =>
      `<UAVariable NodeId="ns=1;s=Speed.${name}" BrowseName="${name}" ParentNodeId="ns=1;s=Speed" DataType="i=884"><DisplayName>${name}</DisplayName><References><Reference ReferenceType="HasTypeDefinition">i=68</Reference><Reference ReferenceType="HasProperty" IsForward="false">ns=1;s=Speed</Reference></References><Value><ExtensionObject><Body>${value}</Body></ExtensionObject></Value></UAVariable>`;
    const text = `<UANodeSet xmlns="http://opcfoundation.org/UA/2011/03/UANodeSet.xsd"><NamespaceUris><Uri>http://example.com/pl;ant</Uri></NamespaceUris><Aliases><Alias Alias="Double">i=11</Alias></Aliases>
      <UAObject NodeId="ns=1;s=Line" BrowseName="1:Line"><DisplayName>Line</DisplayName></UAObject>
      <UAVariable NodeId="ns=1;s=Speed" BrowseName="1:Speed" DataType="Double" AccessLevel="3"><DisplayName>Line speed</DisplayName><Description>Belt</Description><References><Reference ReferenceType="HasTypeDefinition">i=2368</Reference></References></UAVariable>
      ${property('EURange', '<Range><Low>0</Low><High>120</High></Range>')}
      ${property('EngineeringUnits', '<EUInformation><UnitId>1</UnitId><DisplayName><Locale>en</Locale><Text>m/s</Text></DisplayName><Description><Text>metre per second</Text></Description></EUInformation>')}
      <UAVariable NodeId="i=2258" BrowseName="CurrentTime" DataType="i=13" ValueRank="1"><DisplayName>CurrentTime</DisplayName></UAVariable></UANodeSet>`;
    expect(await tagsOf(text)).toEqual([
      {
        name: 'Line speed',
        address: 'nsu=http://example.com/pl%3Bant;s=Speed',
        data_type: 'float64',
        access: 'read_write',
        eu_low: '0',
        eu_high: '120',
        unit: 'm/s',
        description: 'Belt',
      },
      { name: 'CurrentTime', address: 'i=2258', access: 'read' },
    ]);
  });
});

describe('a block source of TIA Portal', () => {
  const source = (access: string): string => `TYPE "Motor"
VERSION : 0.1
   STRUCT
      Speed { S7_SetPoint := 'True'} : Real := 1.5;   // rpm; of the shaft
      Running : Bool;
   END_STRUCT;
END_TYPE

DATA_BLOCK "Line"
{ ${access} }
VERSION : 0.1
NON_RETAIN
   STRUCT
      Start : Bool;   // by hand
      Stop : Bool;
      Step : Byte;
      Count : Int;
      Small : SInt;
      Big : LReal;
      Label : String[5];
      Motors : Array[1..2] of "Motor";
      Flags : Array[0..9] of Bool;
      Grid : Array[0..1, 0..1] of Int;
      Inner : Struct
         A : Bool;
         B : Date_And_Time;
      END_STRUCT;
      Last : Word;
   END_STRUCT;
BEGIN
   Count := 7;
END_DATA_BLOCK
`;

  it('has the offsets of standard access: bits in bytes, words at even bytes, structures whole', async () => {
    const tags = await tagsOf(source("S7_Optimized_Access := 'FALSE'"), { block: 10 });
    const places = Object.fromEntries(tags.map(({ name, address }) => [name!.slice(5), address]));
    expect(places).toMatchObject({
      Start: 'DB10.DBX0.0',
      Stop: 'DB10.DBX0.1',
      Step: 'DB10.DBB1:BYTE',
      Count: 'DB10.DBW2:INT',
      Small: 'DB10.DBB4:SINT',
      Big: 'DB10.DBB6:LREAL',
      Label: 'DB10.DBB14:STRING[5]',
      'Motors[1].Speed': 'DB10.DBD22:REAL',
      'Motors[1].Running': 'DB10.DBX26.0',
      'Motors[2].Speed': 'DB10.DBD28:REAL',
      'Flags[0]': 'DB10.DBX34.0',
      'Flags[9]': 'DB10.DBX35.1',
      'Grid[0,0]': 'DB10.DBW36:INT',
      'Grid[1,1]': 'DB10.DBW42:INT',
      'Inner.A': 'DB10.DBX44.0',
      'Inner.B': 'DB10.DBB46:DT',
      Last: 'DB10.DBW54:WORD',
    });
    expect(tags[0]).toMatchObject({ name: 'Line.Start', description: 'by hand' });
  });

  it('asks for its number, and says that optimised access has no offsets', async () => {
    const { block, notes, rows } = await readTagFile(
      'l.db',
      new TextEncoder().encode(source("S7_Optimized_Access := 'FALSE'")),
    );
    expect(block).toBeNull();
    expect(notes).toEqual([
      'The source does not say which number “Line” has. Write it above; then the rows have addresses.',
    ]);
    expect(rows.every((row) => row[1] === '')).toBe(true);
    await expect(tagsOf(source("S7_Optimized_Access := 'TRUE'"))).rejects.toMatchObject({
      text: expect.stringContaining('“Line” has optimised access, and its values have no offsets.'),
    });
  });

  it('loses no value behind a type whose size is not known', async () => {
    const text = 'DATA_BLOCK DB7\nSTRUCT\n A : Int;\n F : "Unknown";\n B : Int;\nEND_STRUCT;\nBEGIN\nEND_DATA_BLOCK';
    expect(await tagsOf(text)).toEqual([
      { name: 'DB7.A', address: 'DB7.DBW0:INT' },
      { name: 'DB7.F' },
      { name: 'DB7.B' },
    ]);
  });
});
