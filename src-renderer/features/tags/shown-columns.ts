import { z } from 'zod';
import { create } from 'zustand';
import { readStored, writeStored } from '../../state/stored.ts';

const KEY = 'nexus.tagColumns';

const USUAL: readonly string[] = [
  'name',
  'address',
  'type',
  'order',
  'access',
  'rawLow',
  'rawHigh',
  'euLow',
  'euHigh',
  'unit',
  'value',
  'quality',
  'age',
  'interval',
  'deadband',
  'topic',
];

/** Ids of the columns of tag tables that are shown, kept in this browser. */
export const useShownColumns = create<{ readonly shown: readonly string[] }>()(() => ({
  shown: readStored(KEY, z.array(z.string()).max(100)) ?? USUAL,
}));
useShownColumns.subscribe(({ shown }) => writeStored(KEY, shown));

export const columnsShown = (shown: readonly string[]): void => useShownColumns.setState({ shown });
export const usualColumnsShown = (): void => columnsShown(USUAL);
