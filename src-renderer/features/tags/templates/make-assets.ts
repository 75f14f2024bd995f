import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import { type TagForm } from '../edit/tag-form.ts';
import { filledIn, tagsFor } from './tag-template.ts';

/** How a template is used. */
export interface AssetPlan {
  /** `Pump {n}` */
  readonly pattern: string;
  /** Number of the first. */
  readonly from: number;
  readonly count: number;
  /** How far its addresses lie behind those of the template. */
  readonly first: number;
  /** And each further one behind the one before. */
  readonly step: number;
}

export const MOST_ASSETS = 500;

/**
 * The tags of so many assets, asset by asset. @param most assets that are made, for a look at the first.
 * @throws NexusError NX_REQUEST_INVALID where addresses end; what the gateway throws.
 */
export async function tagsOfAssets(
  device: string,
  tags: readonly TagForm[],
  plan: AssetPlan,
  most = plan.count,
): Promise<readonly TagForm[]> {
  const places = Array.from({ length: Math.min(plan.count, most) }, (_, at) => at);
  return (await Promise.all(places.map((at) => tagsOfAsset(device, tags, plan, at)))).flat();
}

async function tagsOfAsset(
  device: string,
  tags: readonly TagForm[],
  { pattern, from, first, step }: AssetPlan,
  at: number,
): Promise<readonly TagForm[]> {
  const n = from + at;
  const asset = filledIn(pattern, { asset: '', n });
  const made = tagsFor(tags, { asset, n });
  const by = first + at * step;
  if (by === 0) return made;
  const { addresses } = await rpc().config.shiftAddresses({ device, tags: made.map((form) => ({ ...form })), by });
  return made.map((form, index) => {
    const address = addresses[index];
    if (typeof address === 'string') return { ...form, address };
    const text = `${String(form['name'] ?? form['address'])} of ${asset} has no address ${by} behind ${String(form['address'])}. Make fewer, or use a smaller step.`;
    throw new NexusError('NX_REQUEST_INVALID', text);
  });
}
