import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { readTagFile } from '../../../../src-shared/tag-files/read-tag-file.ts';
import { tableFormat } from '../../../../src-shared/tag-files/table-formats.ts';
import { writeTagFile } from '../../../../src-shared/tag-files/write-tag-file.ts';
import { AcceptedWrong, type FuzzTarget, type Verdict } from './fuzz-target.ts';

const TAGS = [
  {
    form: {
      id: 'flow',
      name: 'Flow',
      address: '400108',
      data_type: 'uint16',
      unit: 'm³/h',
      scaling: { raw_high: 27_648 },
    },
    notations: ['400108'],
    beside: [],
  },
  {
    form: { id: 'state', name: '=1+1', address: '400110', data_type: 'bool', description: 'a “b”, c; d\ne' },
    notations: ['400110'],
    beside: [],
  },
];
const KEPWARE = `Tag Name,Address,Data Type,Respect Data Type,Client Access,Scan Rate,Scaling,Raw Low,Raw High,Scaled Low,Scaled High,Scaled Data Type,Clamp Low,Clamp High,Eng Units,Description,Negate Value\r
"Boiler.Flow","400108",Word,1,R/W,500,Linear,0,27648,0,12.5,Double,1,0,"m3/h","Feed water",0\r
"Boiler.DP","400112",Float,1,RO,250,Square Root,0,100,0,80,Double,0,1,,,0\r\n`;
const NEURON =
  'group,interval,name,address,attribute,type,description,decimal,precision,bias\nfast,100,temp,1!400001#BB,Read Subscribe,FLOAT,Oven,0.1,2,0\n';
const TIA_TABLE =
  'Name\tPath\tData Type\tLogical Address\tComment\tHmi Visible\nMotor on\tTable 1\tBool\t%Q0.1\t\tTrue\nLevel\tTable 1\tReal\t%MD4\tTank\tTrue\n';
const TIA_XML =
  '<?xml version="1.0" encoding="utf-8"?><Tagtable name="Table 1"><Tag type="Bool" hmiWriteable="True" remark="" addr="%Q0.1">Motor on</Tag><Tag type="Real" hmiWriteable="True" remark="Tank &amp; more" addr="%MD4">Level</Tag></Tagtable>';
const TIA_SOURCE = `TYPE "Motor"
VERSION : 0.1
   STRUCT
      Speed { S7_SetPoint := 'True'} : Real := 1.5;   // rpm; of the shaft
   END_STRUCT;
END_TYPE

DATA_BLOCK "Line"
{ S7_Optimized_Access := 'FALSE' }
VERSION : 0.1
NON_RETAIN
   STRUCT
      Start : Bool;   // by hand
      Count : Int;
      Label : String[5];
      Motors : Array[1..2] of "Motor";
      Grid : Array[0..1, 0..1] of Int;
      Inner : Struct
         B : Date_And_Time;
      END_STRUCT;
   END_STRUCT;
BEGIN
   Count := 7;
END_DATA_BLOCK
`;
const NODE_SET = `<UANodeSet xmlns="http://opcfoundation.org/UA/2011/03/UANodeSet.xsd"><NamespaceUris><Uri>http://example.com/pl;ant</Uri></NamespaceUris><Aliases><Alias Alias="Double">i=11</Alias></Aliases>
<UAObject NodeId="ns=1;s=Line" BrowseName="1:Line"><DisplayName>Line</DisplayName></UAObject>
<UAVariable NodeId="ns=1;s=Speed" BrowseName="1:Speed" DataType="Double" AccessLevel="3"><DisplayName>Line speed</DisplayName><References><Reference ReferenceType="HasTypeDefinition">i=2368</Reference></References></UAVariable>
<UAVariable NodeId="ns=1;s=Speed.EURange" BrowseName="EURange" ParentNodeId="ns=1;s=Speed" DataType="i=884"><DisplayName>EURange</DisplayName><Value><ExtensionObject><Body><Range><Low>0</Low><High>120</High></Range></Body></ExtensionObject></Value></UAVariable></UANodeSet>`;
const IGNITION = JSON.stringify({
  name: '',
  tagType: 'Provider',
  tags: [
    {
      name: 'Boiler',
      tagType: 'Folder',
      tags: [
        {
          tagType: 'AtomicTag',
          valueSource: 'opc',
          opcItemPath: 'ns=1;s=[PLC]HR107',
          dataType: 'Float4',
          name: 'Flow',
          engUnit: 'bar',
          scaleMode: 'Linear',
          rawLow: 0,
          rawHigh: 10,
          scaledLow: 4,
          scaledHigh: 20,
        },
      ],
    },
    { name: 'Pump', tagType: 'UdtInstance' },
  ],
});

const read = (name: string, sample: string | Uint8Array, frames: number): FuzzTarget => ({
  ...{ name, samples: [Buffer.from(sample as string)], frames },
  judge: async (bytes): Promise<Verdict> => {
    try {
      const sheet = await readTagFile(name, new Uint8Array(bytes), { block: 10 });
      const { headings, rows, lines, mapping } = sheet;
      if (
        rows.some((row) => row.length !== headings.length) ||
        lines.length !== rows.length ||
        mapping.length !== headings.length
      )
        throw new AcceptedWrong(`${headings.length} headings, ${rows.length} rows, ${lines.length} lines`);
      for (const row of rows) {
        const cells = Object.fromEntries(mapping.flatMap((path, at) => (path === '' ? [] : [[path, row[at]!]])));
        tableFormat(sheet.format)?.translate(cells);
      }
      return 'read';
    } catch (error) {
      if (error instanceof NexusError && error.code === 'NX_TAG_FILE') return 'refused';
      throw error;
    }
  },
});

/** Every format that tags are imported from. */
export const TAG_FILE_TARGETS: readonly FuzzTarget[] = [
  read('tags as CSV', await writeTagFile('csv', 'Boiler', TAGS), 4_000),
  read('tags as a workbook', await writeTagFile('xlsx', 'Boiler', TAGS), 2_000),
  read('tags as JSON', await writeTagFile('json', 'Boiler', TAGS), 4_000),
  read('tags of Kepware', KEPWARE, 3_000),
  read('tags of NeuronEX', NEURON, 3_000),
  read('tags of Ignition', IGNITION, 4_000),
  read('a tag table of TIA Portal', TIA_TABLE, 4_000),
  read('a tag table of TIA Portal as XML', TIA_XML, 2_000),
  read('a block source of TIA Portal', TIA_SOURCE, 1_500),
  read('a NodeSet2', NODE_SET, 2_000),
];
