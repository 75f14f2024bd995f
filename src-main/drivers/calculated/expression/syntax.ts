/** A stretch of the text of an expression; `at` counts characters from 0. */
export interface Span {
  readonly at: number;
  readonly length: number;
}

export type UnaryOperator = '-' | '!';
export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '<' | '>' | '<=' | '>=' | '==' | '!=' | '&&' | '||';

/** An expression as a tree; each node knows where it stands in the text. */
export type ExpressionNode =
  | NumberNode
  | TextNode
  | TruthNode
  | DurationNode
  | ReferenceNode
  | UnaryNode
  | BinaryNode
  | ChoiceNode
  | CallNode;

export interface NumberNode extends Span {
  readonly kind: 'number';
  readonly value: number;
}

export interface TextNode extends Span {
  readonly kind: 'text';
  readonly value: string;
}

export interface TruthNode extends Span {
  readonly kind: 'truth';
  readonly value: boolean;
}

/** `10s`: only as an argument of functions that take one. */
export interface DurationNode extends Span {
  readonly kind: 'duration';
  readonly ms: number;
}

/** `{boiler-1/steam_p}` */
export interface ReferenceNode extends Span {
  readonly kind: 'reference';
  /** Between the braces: `boiler-1/steam_p`, `steam_p` for a tag of the same device. */
  readonly name: string;
}

export interface UnaryNode extends Span {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly argument: ExpressionNode;
}

/** `operatorAt`: where its sign stands. */
export interface BinaryNode extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly operatorAt: number;
  readonly left: ExpressionNode;
  readonly right: ExpressionNode;
}

/** `test ? yes : no` */
export interface ChoiceNode extends Span {
  readonly kind: 'choice';
  readonly test: ExpressionNode;
  readonly yes: ExpressionNode;
  readonly no: ExpressionNode;
}

export interface CallNode extends Span {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly ExpressionNode[];
}

/** The nodes directly below one. */
export function partsOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'unary':
      return [node.argument];
    case 'binary':
      return [node.left, node.right];
    case 'choice':
      return [node.test, node.yes, node.no];
    case 'call':
      return node.args;
    default:
      return [];
  }
}

/** Every reference of an expression, in the order of the text; one that stands twice comes twice. */
export function referencesOf(node: ExpressionNode): readonly ReferenceNode[] {
  return node.kind === 'reference' ? [node] : partsOf(node).flatMap(referencesOf);
}
