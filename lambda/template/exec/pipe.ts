import { type CommandNode, type PipeNode, show } from '../parse/node';
import { compileCall } from './call';
import { compileFields, type EvaluateWith } from './field';
import { type Evaluate, idealConstant, readDot } from './operand';

/** A pipeline: each command's value is the last argument of the next. Declared variables stay until the block ends. */
export function compilePipe(node: PipeNode): Evaluate {
  const [first, ...rest] = node.commands.map((command, index) => compileCommand(command, index > 0));
  if (first === undefined) throw new Error('a pipeline has a command');
  const { declares, isAssignment } = node;
  return (state) => {
    state.place = node;
    // a nil interface is no value any more once a pipeline has given it
    let value = first(state) ?? undefined;
    for (const command of rest) value = command(state, value) ?? undefined;
    for (const name of declares) {
      if (isAssignment) state.assign(name, value);
      else state.declare(name, value);
    }
    state.isInterface = false;
    return value;
  };
}

function compileCommand(command: CommandNode, hasFinal: boolean): EvaluateWith {
  const [first, ...args] = command.args;
  switch (first.type) {
    case 'field':
    case 'variable':
    case 'chain':
      return compileFields(first, args, hasFinal);
    case 'identifier':
      return compileCall(first, command, args, hasFinal);
    default:
      break;
  }
  const evaluate: Evaluate = compileTerm(first);
  if (args.length === 0 && !hasFinal) return evaluate;
  return (state) => {
    if (first.type !== 'pipe') state.place = first;
    throw state.error(`can't give argument to non-function ${show(first)}`);
  };
}

function compileTerm(
  node: Exclude<CommandNode['args'][0], { type: 'field' | 'variable' | 'chain' | 'identifier' }>,
): Evaluate {
  switch (node.type) {
    case 'pipe':
      return compilePipe(node);
    case 'dot':
      return (state) => {
        state.place = node;
        return readDot(state);
      };
    case 'nil':
      return (state) => {
        state.place = node;
        throw state.error('nil is not a command');
      };
    case 'bool':
    case 'string': {
      const value = node.type === 'bool' ? node.value : node.text;
      return (state) => {
        state.place = node;
        return value;
      };
    }
    case 'number': {
      const value = idealConstant(node);
      return (state) => {
        state.place = node;
        if (value === undefined) throw state.error(`${node.text} overflows int`);
        return value;
      };
    }
  }
}
