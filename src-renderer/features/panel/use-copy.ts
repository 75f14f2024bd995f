import { useState } from 'react';
import { copyText } from '../../ui/copy-text.ts';

/** Copies texts and says how it went. */
export function useCopy(): { readonly said: string; readonly copy: (text: string) => void } {
  const [said, setSaid] = useState('');
  const copy = (text: string): void => {
    const lines = text === '' ? 0 : text.split('\n').length;
    copyText(text).then(
      () => setSaid(lines === 1 ? '1 line copied' : `${lines} lines copied`),
      () => setSaid('The browser does not let this page copy.'),
    );
  };
  return { said, copy };
}
