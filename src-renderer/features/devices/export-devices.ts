import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { saveFile } from '../../rpc/save-file.ts';
import { noticed } from '../../state/notices.ts';

/**
 * Saves devices with their tags as one file that `nexus-edge import` takes on an edge PC, with their identities: what is
 * stored there belongs to the same tags as here.
 */
export async function exportDevices(devices: readonly DeviceView[]): Promise<void> {
  const what = devices.length === 1 ? devices[0]!.name : `${devices.length} devices`;
  try {
    const { yaml } = await rpc().config.exportDevices({ devices: devices.map(({ id }) => id), identities: true });
    const name = devices.length === 1 ? `${devices[0]!.id}.devices.yaml` : 'devices.yaml';
    saveFile(name, [yaml], 'application/yaml');
    const simulated = devices.filter((device) => device.simulated).length;
    const warning =
      simulated === 0
        ? ''
        : ` ${simulated === 1 ? 'One is' : `${simulated} are`} simulated here: give the real address there.`;
    noticed({
      kind: 'done',
      text: `${what} saved as ${name}. On the edge PC: nexus-edge import ${name} --project DIR.${warning}`,
    });
  } catch (error) {
    noticed({ kind: 'failed', text: `${what} not exported. ${toNexusError(error).text}` });
  }
}
