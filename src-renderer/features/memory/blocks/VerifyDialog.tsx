import { type ReactNode, useEffect, useState } from 'react';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Glyph } from '../../../ui/Glyph.tsx';
import { type BlockNode, type BlockValue, VERDICT_WORDS, verdictOf } from './block-values.ts';
import { useBlocksOf } from './blocks-store.ts';
import { atRandom, valuesRead } from './read-values.ts';

const HOW_MANY = 10;

interface VerifyDialogProps {
  readonly device: string;
  readonly nodes: readonly BlockNode[];
  readonly onClose: () => void;
}

const pickedFrom = (nodes: readonly BlockNode[]): readonly BlockValue[] =>
  atRandom(
    nodes.filter(({ isOptimised }) => !isOptimised).flatMap(({ file }) => file?.values ?? []),
    HOW_MANY,
  );

/** Reads ten values at random as they are now, to be held against what the program shows. */
export function VerifyDialog({ device, nodes, onClose }: VerifyDialogProps): ReactNode {
  const { readings, reading, said } = useBlocksOf(device);
  const [picked, setPicked] = useState(() => pickedFrom(nodes));
  useEffect(() => void valuesRead(device, picked), [device, picked]);
  const verdicts = picked.map((value) => verdictOf(value, readings.get(value.key), false));
  const good = verdicts.filter((verdict) => verdict === 'reachable').length;
  return (
    <Dialog title={`Verify ${picked.length} values at random`} onClose={onClose}>
      <div className="verify-scroll" tabIndex={0} role="region" aria-label="What was read">
        <table className="verify-table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Address</th>
              <th scope="col">Value now</th>
              <th scope="col">Bytes</th>
              <th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {picked.map((value, index) => {
              const now = readings.get(value.key);
              const verdict = verdicts[index]!;
              return (
                <tr key={value.key}>
                  <th scope="row">{value.name}</th>
                  <td className="mono">{value.place?.canonical}</td>
                  <td className="mono">{now?.text ?? '—'}</td>
                  <td className="mono quiet">{(now?.hex ?? '').slice(0, 24)}</td>
                  <td>
                    <span className="block-verdict" data-verdict={verdict}>
                      <Glyph
                        name={
                          verdict === 'reachable'
                            ? 'done'
                            : verdict === 'doubtful'
                              ? 'half'
                              : verdict === 'unread' || verdict === 'looking'
                                ? 'connecting'
                                : 'bad'
                        }
                      />{' '}
                      {VERDICT_WORDS[verdict]}
                    </span>
                    <span className="quiet"> {now?.reason?.text ?? now?.doubt ?? ''}</span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className="verify-actions">
        <span role="status">
          {reading > 0
            ? 'Reading…'
            : (said?.text ?? `${good} of ${picked.length} read as the file says. Compare the values with the program.`)}
        </span>
        <span className="spacer" />
        <button type="button" className="button" onClick={() => setPicked(pickedFrom(nodes))}>
          Verify {HOW_MANY} others
        </button>
        <button type="button" className="button primary" data-autofocus onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
