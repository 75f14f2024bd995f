import { type ReactNode, useId } from 'react';
import { TABLE_FORMATS } from '../../../../src-shared/tag-files/table-formats.ts';
import { SEPARATORS, TEXT_ENCODINGS } from '../../../../src-shared/tag-files/tag-sheet.ts';
import { useTagImport } from './import-store.ts';
import { optionsChanged, readAs } from './run-import.ts';

const SEPARATOR_WORDS = { ',': 'Comma', ';': 'Semicolon', '\t': 'Tab', '|': 'Bar' } as const;
const ENCODING_WORDS = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
} as const;

/** How the file was read; each of it can be said otherwise. */
export function SourceBar(): ReactNode {
  const { file, options, name } = useTagImport();
  if (!file) return null;
  const { format, parts, part, text, block, isTable } = file.sheet;
  return (
    <div className="import-source">
      <span className="import-name" title={name}>
        {name}
      </span>
      {isTable ? (
        <Choice
          label="Format"
          value={format}
          options={TABLE_FORMATS.map(({ id, title }) => [id, title])}
          onChange={(id) => void readAs({ format: id })}
        />
      ) : null}
      {parts.length > 1 ? (
        <Choice
          label="Part"
          value={String(part)}
          options={parts.map((title, at) => [String(at), title])}
          onChange={(at) => void readAs({ part: Number(at) })}
        />
      ) : null}
      {block === undefined ? null : <BlockNumber block={block} />}
      {text ? (
        <>
          <Choice
            label="Separator"
            value={text.separator}
            options={SEPARATORS.map((one) => [one, SEPARATOR_WORDS[one]])}
            onChange={(one) => void readAs({ separator: SEPARATORS.find((known) => known === one) })}
          />
          <Choice
            label="Encoding"
            value={text.encoding}
            options={TEXT_ENCODINGS.map((one) => [one, ENCODING_WORDS[one]])}
            onChange={(one) => void readAs({ encoding: TEXT_ENCODINGS.find((known) => known === one) })}
          />
        </>
      ) : null}
      {isTable ? (
        <Choice
          label="Decimals"
          value={options.decimal}
          options={[
            ['point', '1.5'],
            ['comma', '1,5'],
          ]}
          onChange={(decimal) => void optionsChanged({ decimal: decimal === 'comma' ? 'comma' : 'point' })}
        />
      ) : null}
      <label className="import-check">
        <input
          type="checkbox"
          checked={options.emptyClears}
          onChange={(event) => void optionsChanged({ emptyClears: event.target.checked })}
        />
        Empty cells clear what is set
      </label>
    </div>
  );
}

/** A source names its block by a word; the CPU knows it by a number. */
function BlockNumber({ block }: { readonly block: number | null }): ReactNode {
  const id = useId();
  return (
    <span className="import-choice">
      <label htmlFor={id}>Number of the data block</label>
      <input
        id={id}
        className="field import-number"
        inputMode="numeric"
        defaultValue={block ?? ''}
        onBlur={({ target }) => {
          const number = Number(target.value);
          if (Number.isInteger(number) && number > 0 && number <= 65_535 && number !== block)
            void readAs({ block: number });
        }}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur();
        }}
      />
    </span>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps): ReactNode {
  const id = useId();
  return (
    <span className="import-choice">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </span>
  );
}
