import type { FormValue } from '../../forms/form-field.ts';
import { isForm } from '../../forms/form-value.ts';

/** The settings that a JSON text says, or why it says none, with the line. */
export type JsonRead = { readonly form: FormValue } | { readonly problem: string };

/** Reads the JSON view. What the settings may be is checked elsewhere; here it is only JSON or not. */
export function readJson(text: string): JsonRead {
  try {
    const value: unknown = JSON.parse(text);
    return isForm(value) ? { form: value } : { problem: 'The settings are a map. Begin with “{” and end with “}”.' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const at = placeOf(reason, text);
    return { problem: `${at === undefined ? 'At the end' : `Line ${at}`}: this is not JSON. ${hintOf(reason)}` };
  }
}

/** Browsers tell the place of a wrong structure as `at position 41`, and not that of a word that is none of JSON. */
function placeOf(reason: string, text: string): number | undefined {
  const told = /position (\d+)/.exec(reason)?.[1];
  const position = told === undefined ? strangeWord(text) : Number(told);
  return position === undefined ? undefined : text.slice(0, position).split('\n').length;
}

const TOKEN = /\s*(?:"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:])/y;

/** Where the first thing stands that is no token of JSON; undefined: there is none. */
function strangeWord(text: string): number | undefined {
  TOKEN.lastIndex = 0;
  let end = 0;
  while (TOKEN.test(text)) end = TOKEN.lastIndex;
  const rest = text.slice(end).trimStart();
  return rest === '' ? undefined : text.length - rest.length;
}

function hintOf(reason: string): string {
  if (/end of (JSON|data)/i.test(reason)) return 'A bracket or quote is not closed.';
  if (/property name/i.test(reason)) return 'Names stand in double quotes, and after the last entry there is no comma.';
  return 'Look for a missing comma, a missing quote, or a comma too many.';
}
