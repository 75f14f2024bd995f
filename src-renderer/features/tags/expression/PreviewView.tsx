import type { ReactNode } from 'react';
import type { ExpressionPreview } from '../../../../src-shared/contract/drivers.ts';
import { Glyph } from '../../../ui/Glyph.tsx';
import { Message } from '../../../ui/Message.tsx';
import { formatSignificant } from '../../../ui/number-format.ts';

type Value = NonNullable<ExpressionPreview['result']>;

const SIGNS = { error: '', warning: '◐ Warning. ' } as const;
const GLYPHS = { good: 'ok', uncertain: 'half', bad: 'bad' } as const;

/** What is wrong with an expression, or does not go together in it, at its character. */
export function ExpressionFaults({
  expression,
  faults,
  tone,
}: {
  readonly expression: string;
  readonly faults: ExpressionPreview['faults'];
  readonly tone: 'error' | 'warning';
}): ReactNode {
  return faults.map(({ at, length, text, code }) => (
    <div key={`${at} ${text}`}>
      <p className="expression-marked mono" data-tone={tone} aria-hidden>
        {expression.slice(Math.max(0, at - 40), at)}
        <mark>{expression.slice(at, at + length) || ' '}</mark>
        {expression.slice(at + length, at + length + 40)}
      </p>
      <Message code={code} text={`${SIGNS[tone]}Character ${at + 1}: ${text}`} tone={tone} />
    </div>
  ));
}

/** What an expression gives now, and each tag that it is made of. @param unit of the tag */
export function PreviewValues({
  preview,
  unit,
}: {
  readonly preview: ExpressionPreview;
  readonly unit: string;
}): ReactNode {
  const { result, reason, inputs } = preview;
  return (
    <table className="expression-values">
      <caption className="visually-hidden">Values of now</caption>
      <thead>
        <tr>
          <th scope="col">Tag</th>
          <th scope="col">Value</th>
          <th scope="col">Quality</th>
        </tr>
      </thead>
      <tbody>
        <tr className="expression-result">
          <th scope="row">Result</th>
          {result ? (
            <ValueCells value={{ ...result, unit, status: reason ?? result.status }} />
          ) : (
            <td colSpan={2}>Waiting for the tags that it is made of.</td>
          )}
        </tr>
        {inputs.map((input) => (
          <tr key={input.name}>
            <th scope="row" className="mono">
              {input.name}
            </th>
            <ValueCells value={input} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ValueCells({ value: { value, unit, severity, status } }: { readonly value: Value }): ReactNode {
  return (
    <>
      <td className="mono">
        {value === null ? '—' : typeof value === 'number' ? formatSignificant(value) : value}
        {value === null || unit === '' ? '' : ` ${unit}`}
      </td>
      <td>
        <Glyph name={GLYPHS[severity]} /> {status}
      </td>
    </>
  );
}
