import { createContext, type ReactNode, useContext } from 'react';
import type { FormFault } from './check-form.ts';
import type { FormValue } from './form-field.ts';

/** What all fields of one form share. */
export interface FormPlace {
  /** Makes the ids of its fields unique in the document. */
  readonly id: string;
  readonly form: FormValue;
  /** Those that are to be seen now. */
  readonly faults: readonly FormFault[];
  readonly access: 'edit' | 'read';
  readonly onChange: (path: string, value: unknown) => void;
  /** The focus left a field: what stands there is meant. */
  readonly onLeave: (path: string) => void;
  /** A text was pasted into a field; it stands there already. */
  readonly onPasted?: ((path: string, text: string) => void) | undefined;
  /** Values to choose from where a field is typed in, by its path. */
  readonly suggestions?: Readonly<Record<string, readonly { readonly value: string; readonly text: string }[]>>;
  /** What else is to be said at a field. */
  readonly notes?: Readonly<Record<string, ReactNode>> | undefined;
}

const NOWHERE: FormPlace = {
  id: '',
  form: {},
  faults: [],
  access: 'read',
  onChange: () => undefined,
  onLeave: () => undefined,
};

export const FormContext = createContext<FormPlace>(NOWHERE);
export const useForm = (): FormPlace => useContext(FormContext);

/** The id of a field's element. */
export const fieldId = (form: string, path: string): string => `${form}-${path.replaceAll('.', '-')}`;

/** Moves the focus to a field, wherever it is folded away. @returns whether there is such a field. */
export function focusField(form: string, path: string): boolean {
  const field = document.getElementById(fieldId(form, path));
  if (!field) return false;
  field.closest('details')?.setAttribute('open', '');
  const input = field.matches('input, select, textarea') ? field : field.querySelector('input, select, textarea');
  if (!(input instanceof HTMLElement)) return false;
  input.focus();
  input.scrollIntoView({ block: 'center' });
  return true;
}
