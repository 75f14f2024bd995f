import { type InputHTMLAttributes, type ReactNode, useState } from 'react';

interface IntegerInputProps
  extends Pick<InputHTMLAttributes<HTMLInputElement>, 'id' | 'aria-label' | 'aria-describedby'> {
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly isFirst?: boolean;
  /** Whole numbers within the limits only; what is on the way to one (`−`) is not told. */
  readonly onChange: (value: number) => void;
}

/** A field for a whole number. What is typed stays as it is until it is left. */
export function IntegerInput({ value, least, most, isFirst, onChange, ...more }: IntegerInputProps): ReactNode {
  const [typed, setTyped] = useState<string>();
  return (
    <input
      {...more}
      className="field"
      type="number"
      data-autofocus={isFirst || undefined}
      min={least}
      max={most}
      step={1}
      value={typed ?? value}
      onBlur={() => setTyped(undefined)}
      onChange={({ target }) => {
        setTyped(target.value);
        const number = target.valueAsNumber;
        if (Number.isInteger(number)) onChange(Math.max(least, Math.min(most, number)));
      }}
    />
  );
}
