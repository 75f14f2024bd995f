import type { ReactNode } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { useDevices } from '../../state/devices.ts';
import { preparedKey, usePreparedWrites } from '../../state/prepared-writes.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { resultWords } from './result-words.ts';
import './prepared.css';

/** How the last write of a tag from this page ended: mark and word. */
export function ResultCell({ tag }: { readonly tag: TagView }): ReactNode {
  const state = usePreparedWrites(({ states }) => states[preparedKey({ device: tag.device, tag: tag.id })]);
  const deviceName = useDevices(({ list }) => list.find((one) => one.id === tag.device)?.name ?? tag.device);
  if (!state) return null;
  const { glyph, tone, word, message } = resultWords(state, tag, deviceName);
  return (
    <span className="result" data-tone={tone} title={message?.text}>
      <Glyph name={glyph} />
      <span className="text">{word}</span>
    </span>
  );
}
