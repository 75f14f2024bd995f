import type { YAMLParseError } from 'yaml';

type ErrorCode = YAMLParseError['code'];

/** What the parser stumbled over, and the next step, in the words of the message catalogue. */
const TEXTS: Partial<Readonly<Record<ErrorCode, string>>> = {
  BAD_ALIAS: 'A “*” refers to nothing here. Put texts that start with “*” in quotes.',
  ALIAS_PROPS: 'A “*” refers to nothing here. Put texts that start with “*” in quotes.',
  BAD_COLLECTION_TYPE: 'A list or map does not have the kind that its tag says. Remove the “!”.',
  BAD_DIRECTIVE: 'A line starts with “%”, which is a directive. Remove it or put the text in quotes.',
  BAD_DQ_ESCAPE: 'A text in double quotes has a “\\” that means nothing. Write “\\\\”, or use single quotes.',
  BAD_INDENT: 'The indentation does not fit the lines above. Use two spaces for each level.',
  BAD_PROP_ORDER: 'An anchor or tag stands in the wrong place. Remove it.',
  BAD_SCALAR_START: 'A text starts with a character that YAML keeps for itself. Put the text in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'A key and a value stand where only one of them can. Put texts that hold “: ” in quotes.',
  BLOCK_IN_FLOW: 'A list or map by lines stands inside brackets. Write it with brackets too.',
  KEY_OVER_1024_CHARS: 'A key is longer than 1,024 characters. A quote or a colon may be missing.',
  MISSING_CHAR: 'A quote, bracket, comma or colon is missing. Look at this place and at the line above.',
  MULTILINE_IMPLICIT_KEY: 'A key goes over several lines. A colon may be missing, or the indentation is wrong.',
  MULTIPLE_ANCHORS: 'A value has two anchors. Keep one.',
  MULTIPLE_TAGS: 'A value has two tags. Keep one.',
  NON_STRING_KEY: 'A key is a list or a map. Write a plain word.',
  TAB_AS_INDENT: 'A tab stands in the indentation. Use spaces.',
  TAG_RESOLVE_FAILED: 'A “!” names a kind of value that is not known. Remove it or put the text in quotes.',
  UNEXPECTED_TOKEN:
    'Something stands here that does not belong to what is before it. Check quotes, brackets and indentation.',
};

export function syntaxText(code: ErrorCode): string {
  return TEXTS[code] ?? 'This cannot be read as YAML. Check quotes, brackets and indentation.';
}
