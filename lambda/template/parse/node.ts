import { quote } from '../format';
import type { NumberConstant } from './number';

/** The parts of a template. `at` is the offset in the source, in UTF-16 units, that an error would name. */
export type Node = TextNode | ActionNode | IfNode | WithNode | RangeNode | TemplateNode | BreakNode | ContinueNode;

export interface TextNode {
  readonly type: 'text';
  readonly at: number;
  readonly text: string;
}

export interface ActionNode {
  readonly type: 'action';
  readonly at: number;
  readonly pipe: PipeNode;
}

interface BranchNode {
  readonly at: number;
  readonly pipe: PipeNode;
  readonly list: readonly Node[];
  readonly elseList: readonly Node[] | undefined;
}

export interface IfNode extends BranchNode {
  readonly type: 'if';
}

export interface WithNode extends BranchNode {
  readonly type: 'with';
}

export interface RangeNode extends BranchNode {
  readonly type: 'range';
}

export interface TemplateNode {
  readonly type: 'template';
  readonly at: number;
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

export interface BreakNode {
  readonly type: 'break';
  readonly at: number;
}

export interface ContinueNode {
  readonly type: 'continue';
  readonly at: number;
}

export interface PipeNode {
  readonly type: 'pipe';
  readonly at: number;
  readonly declares: readonly string[];
  /** `=` rather than `:=`. */
  readonly isAssignment: boolean;
  readonly commands: readonly CommandNode[];
}

export interface CommandNode {
  readonly type: 'command';
  readonly at: number;
  readonly args: readonly [Operand, ...Operand[]];
}

export type Operand =
  | FieldNode
  | VariableNode
  | ChainNode
  | IdentifierNode
  | PipeNode
  | DotNode
  | NilNode
  | BoolNode
  | NumberNode
  | StringNode;

/** `.a.b` */
export interface FieldNode {
  readonly type: 'field';
  readonly at: number;
  readonly fields: readonly [string, ...string[]];
}

/** `$x.a.b` */
export interface VariableNode {
  readonly type: 'variable';
  readonly at: number;
  readonly name: string;
  readonly fields: readonly string[];
}

/** `(…).a.b` or `name.a.b` */
export interface ChainNode {
  readonly type: 'chain';
  readonly at: number;
  readonly operand: PipeNode | IdentifierNode;
  readonly fields: readonly [string, ...string[]];
}

export interface IdentifierNode {
  readonly type: 'identifier';
  readonly at: number;
  readonly name: string;
}

export interface DotNode {
  readonly type: 'dot';
  readonly at: number;
}

export interface NilNode {
  readonly type: 'nil';
  readonly at: number;
}

export interface BoolNode {
  readonly type: 'bool';
  readonly at: number;
  readonly value: boolean;
}

export interface NumberNode {
  readonly type: 'number';
  readonly at: number;
  readonly text: string;
  readonly value: NumberConstant;
}

export interface StringNode {
  readonly type: 'string';
  readonly at: number;
  /** As written, quotes included. */
  readonly source: string;
  readonly text: string;
}

/** What an error may be at: a part whose source text it shows. */
export type Place = ActionNode | TemplateNode | PipeNode | CommandNode | Operand;

/** The text of a part as Go's errors show it: written anew from the tree, with single spaces. */
export function show(node: Place): string {
  switch (node.type) {
    case 'action':
      return `{{${show(node.pipe)}}}`;
    case 'template':
      return `{{template ${quote(node.name)}${node.pipe === undefined ? '' : ` ${show(node.pipe)}`}}}`;
    case 'pipe': {
      const declares = node.declares.length === 0 ? '' : `${node.declares.join(', ')} := `;
      return declares + node.commands.map(show).join(' | ');
    }
    case 'command':
      return node.args.map(showOperand).join(' ');
    case 'field':
      return `.${node.fields.join('.')}`;
    case 'variable':
      return [node.name, ...node.fields].join('.');
    case 'chain':
      return `${showOperand(node.operand)}.${node.fields.join('.')}`;
    case 'identifier':
      return node.name;
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return node.source;
  }
}

function showOperand(node: Operand): string {
  return node.type === 'pipe' ? `(${show(node)})` : show(node);
}
