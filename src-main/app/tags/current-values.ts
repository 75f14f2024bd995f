import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { LastValues } from '../../live/last-values.ts';
import type { TagValues } from '../../uns/publishing/publisher-messages.ts';
import type { TagDirectory } from './tag-directory.ts';

/** The newest value of every tag that the project has, as sinks are told them; none of devices that are switched off. */
export function currentValues({ tags }: TagDirectory, last: LastValues): TagValues {
  const cells: TypedCell[] = [];
  const [timeUs, value, status] = [
    new Float64Array(tags.length),
    new Float64Array(tags.length),
    new Uint32Array(tags.length),
  ];
  tags.forEach(({ number, device }, row) => {
    const known = last.get(number);
    if (!device.device.enabled) {
      timeUs[row] = known.timeUs;
      value[row] = Number.NaN;
      status[row] = STATUS.BadOutOfService;
      return;
    }
    timeUs[row] = known.timeUs;
    value[row] = known.value;
    status[row] = known.status;
    if (known.cell) cells.push({ ...known.cell, row });
  });
  return { uids: tags.map(({ uid }) => uid), timeUs, value, status, ...(cells.length > 0 && { cells }) };
}
