import { expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { openProject } from '../../project/load-project.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { TagDirectory } from './tag-directory.ts';
import { tagNames } from './tag-names.ts';

const DEVICE = `
id: pumps
name: Cooling pumps
protocol: modbus-tcp
enabled: false
uns_prefix: acme/cooling/pumps
connection: { host: 127.0.0.1 }
tags:
  - { id: speed, name: Pump speed, address: "40001", data_type: uint16 }
  - { id: old, address: "40002", data_type: uint16, enabled: false }
  - { id: level, address: "40003", data_type: uint16, topic_suffix: tank/level }
`;

it('names the tags of a device in columns with one line a tag, of disabled devices too', async () => {
  const folder = await givenProjectFolder({ 'nexus.yaml': 'project: { name: Test }\n', 'devices/pumps.yaml': DEVICE });
  const directory = new TagDirectory();
  directory.apply((await openProject(folder.path, drivers)).devices);
  await folder.remove();
  expect(directory.devices.map(tagNames)).toEqual([
    {
      device: 'pumps',
      name: 'Cooling pumps',
      unsPrefix: 'acme/cooling/pumps',
      tags: 2,
      ids: 'speed\nlevel',
      names: 'Pump speed\n',
      addresses: '40001\n40003',
      topicSuffixes: '\ntank/level',
    },
  ]);
});
