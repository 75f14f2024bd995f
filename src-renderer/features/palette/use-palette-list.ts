import { useEffect, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { PaletteAsk } from '../../state/palette.ts';
import type { PaletteList } from './palette-row.ts';
import { choiceRows, searchRows } from './search-rows.ts';

const FIRST: PaletteList = { of: '', rows: [], note: 'Reading the names of all tags…' };

/** The rows for a text; those of the text before it stay until its own are found. */
export function usePaletteList(ask: PaletteAsk, text: string): PaletteList {
  const [found, setFound] = useState<PaletteList>(FIRST);
  useEffect(() => {
    let isNewest = true;
    const take = (list: PaletteList | undefined): void => {
      if (isNewest && list) setFound(list);
    };
    if (ask.kind === 'choose') take(choiceRows(text, ask.choices));
    else {
      searchRows(text).then(take, (error: unknown) =>
        take({ of: text, rows: [], note: `The names of tags could not be read. ${toNexusError(error).text}` }),
      );
    }
    return () => {
      isNewest = false;
    };
  }, [ask, text]);
  return found;
}
