import type { ReactNode } from 'react';
import type { Lineage, LineageNode } from '../../../src-shared/contract/lineage.ts';
import { describeStatus, severity } from '../../../src-shared/domain/quality.ts';
import { whereFromAsked } from '../../state/lineage-requests.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { exactNumber, fieldText, flagWords, stepResult, timeText, valueText } from './lineage-words.ts';

const GLYPHS = { good: 'ok', uncertain: 'half', bad: 'bad' } as const;

/** One tag of a lineage: from the device, step by step, to the point. */
export function NodeView({ node, lineage }: { readonly node: LineageNode; readonly lineage: Lineage }): ReactNode {
  const { point, steps } = node;
  return (
    <>
      <ol className="lineage-chain">
        <li>
          <Origin node={node} lineage={lineage} />
          <span className="lineage-value">{node.raw === null ? '' : exactNumber(node.raw)}</span>
        </li>
        {steps.map((step, index) => (
          <li key={`${index} ${step.text}`}>
            <span>{step.text}</span>
            <span className="lineage-value">{stepResult(step)}</span>
          </li>
        ))}
        <li className="lineage-end">
          {point === null ? (
            <span className="quiet">No point is stored at that time or in the two months before.</span>
          ) : (
            <Point node={node} point={point} />
          )}
        </li>
      </ol>
      <Changed node={node} lineage={lineage} />
    </>
  );
}

/** Where the first value was. */
function Origin({ node, lineage }: { readonly node: LineageNode; readonly lineage: Lineage }): ReactNode {
  if (node.source === 'remote')
    return (
      <span>
        Published by {node.gateway === '' ? 'another gateway' : <b>{node.gateway}</b>} as{' '}
        <span className="mono">{node.topic}</span>. What it was made of is known there.
      </span>
    );
  if (node.source === 'calculated')
    return (
      <span>
        Calculated: <code className="mono">{node.address}</code>
        <Inputs node={node} lineage={lineage} />
      </span>
    );
  const notations = node.notations.filter((notation) => notation !== node.address);
  return (
    <span>
      {node.protocol}, <span className="mono">{node.endpoint}</span>:{' '}
      <span className="mono">{[node.address, ...notations].join(' = ')}</span>, {node.dataType.toUpperCase()}
    </span>
  );
}

function Inputs({ node, lineage }: { readonly node: LineageNode; readonly lineage: Lineage }): ReactNode {
  const inputs = node.inputs.flatMap((place) => lineage.nodes[place] ?? []);
  return (
    <ul className="lineage-inputs">
      {inputs.map((input) => (
        <li key={`${input.device}/${input.tag}`}>
          <button
            type="button"
            className="link-button"
            onClick={() => whereFromAsked(input, node.point?.timeUs ?? lineage.askedUs)}
          >
            {input.device}/{input.tag}
          </button>{' '}
          was {input.point ? `${valueText(input.point.value)} ${input.unit}` : 'not stored'}
        </li>
      ))}
    </ul>
  );
}

function Point({
  node,
  point,
}: {
  readonly node: LineageNode;
  readonly point: NonNullable<LineageNode['point']>;
}): ReactNode {
  return (
    <>
      <span>
        Point of {timeText(point.timeUs)}, <Glyph name={GLYPHS[severity(point.status)]} />{' '}
        {describeStatus(point.status)}
        {flagWords(point.flags).map((words) => (
          <span key={words} className="quiet">
            {' '}
            · {words}
          </span>
        ))}
      </span>
      <b className="lineage-value">
        {valueText(point.value)} {node.unit}
      </b>
    </>
  );
}

/** What is another by now, so that a value of then is not read by the scale of now. */
function Changed({ node, lineage }: { readonly node: LineageNode; readonly lineage: Lineage }): ReactNode {
  if (node.changed.length === 0) return null;
  return (
    <table className="lineage-changed">
      <caption>
        Since then {node.device}/{node.tag} was changed; revision {lineage.current} runs now.
      </caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Then</th>
          <th scope="col">Now</th>
        </tr>
      </thead>
      <tbody>
        {node.changed.map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row">{path}</th>
            <td className="mono">{fieldText(before)}</td>
            <td className="mono">{fieldText(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
