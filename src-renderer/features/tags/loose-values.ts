import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { type LooseValue, MOST_LOOSE } from '../../../src-shared/contract/values.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { isOpen } from '../../state/link.ts';
import { usePause } from '../../state/pause.ts';
import type { TagForm } from './edit/tag-form.ts';

/** Between two reads of a device: often enough to see a value move, seldom enough for its polls. */
const PAUSE_MS = 1_000;

/** What a read needs of a form: a name that is typed changes no value. */
const READ = [
  'address',
  'data_type',
  'byte_order',
  'length',
  'scaling',
  'raw_low',
  'raw_high',
  'eu_low',
  'eu_high',
].concat(['scale', 'offset', 'clamp_low', 'clamp_high', 'unit', 'unit_from']);

interface Looker {
  readonly form: TagForm;
  readonly tell: (value: LooseValue) => void;
}

/** Whether values are read of tags that are not applied yet. */
export const useLooseLive = create<{ readonly isOn: boolean }>()(() => ({ isOn: true }));
export const looseLiveToggled = (): void => useLooseLive.setState(({ isOn }) => ({ isOn: !isOn }));

/** Who looks at tags that are not applied, by device. Only rows in sight look. */
const lookers = new Map<string, Set<Looker>>();
const running = new Set<string>();

/** Reads until nobody looks any more; more than one call takes are read in turns. */
async function follow(device: string): Promise<void> {
  if (running.has(device)) return;
  running.add(device);
  let from = 0;
  try {
    for (;;) {
      const all = [...(lookers.get(device) ?? [])];
      if (all.length === 0) return;
      if (from >= all.length) from = 0;
      const part = all.slice(from, from + MOST_LOOSE);
      from += MOST_LOOSE;
      if (isOpen() && !document.hidden && usePause.getState().sinceMs === null) await read(device, part);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  } finally {
    running.delete(device);
  }
}

async function read(device: string, part: readonly Looker[]): Promise<void> {
  try {
    const values = await rpc().values.readLoose({ device, tags: part.map(({ form }) => ({ ...form })) });
    for (const [at, { tell }] of part.entries()) if (values[at]) tell(values[at]);
  } catch (error) {
    const { text } = toNexusError(error);
    for (const { tell } of part) tell({ value: null, status: STATUS.BadNoCommunication, fault: text });
  }
}

function looked(device: string, looker: Looker): () => void {
  const of = lookers.get(device) ?? new Set();
  lookers.set(device, of.add(looker));
  void follow(device);
  return () => {
    of.delete(looker);
    if (of.size === 0) lookers.delete(device);
  };
}

/** The value of now of a tag as its form says, applied or not; undefined before the first. @param isOn whether it is read */
export function useLooseValue(device: string, form: TagForm, isOn: boolean): LooseValue | undefined {
  const [seen, setSeen] = useState<{ readonly key: string; readonly value: LooseValue }>();
  const key = JSON.stringify(
    Object.fromEntries(READ.flatMap((name) => (form[name] === undefined ? [] : [[name, form[name]]]))),
  );
  useEffect(() => {
    if (!isOn) return undefined;
    return looked(device, { form: JSON.parse(key) as TagForm, tell: (value) => setSeen({ key, value }) });
  }, [device, key, isOn]);
  return seen?.key === key ? seen.value : undefined;
}
