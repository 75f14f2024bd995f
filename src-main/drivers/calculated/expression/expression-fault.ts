import type { Span } from './syntax.ts';

/** What is wrong with an expression, and where: a text in the words of the message catalogue. */
export class ExpressionFault extends Error implements Span {
  readonly at: number;
  readonly length: number;

  constructor(message: string, { at, length }: Span) {
    super(message);
    this.name = 'ExpressionFault';
    this.at = at;
    this.length = length;
  }
}

/** `character 12`: as people count, from 1. */
export function characterAt(at: number): string {
  return `character ${at + 1}`;
}

/** The fault with its place in words, for where nothing can be marked. */
export function placedMessage({ message, at }: ExpressionFault): string {
  return `Character ${at + 1}: ${message}`;
}

/** What was written, as a message names it. */
export const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
