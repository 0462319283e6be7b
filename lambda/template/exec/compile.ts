import { quote, sprint, sprintf } from '../format';
import { compare } from '../go-string';
import { MAX_DEPTH } from '../limits';
import type { ActionNode, IfNode, Node, RangeNode, TemplateNode, WithNode } from '../parse/node';
import type { Trees } from '../parse/parser';
import { GoInt, GoMap, GoSlice, type Value } from '../value';
import { printable } from './methods';
import type { Evaluate } from './operand';
import { compilePipe } from './pipe';
import { BREAK, CONTINUE, type Maybe, NORMAL, type State, type Step } from './state';
import { indirect, isTrue } from './types';

/** Turns the trees of a source into steps, which run without looking at the trees again. */
export function compile(trees: Trees): ReadonlyMap<string, Step> {
  const steps = new Map<string, Step>();
  for (const [name, nodes] of trees) steps.set(name, compileList(nodes, steps));
  return steps;
}

type Templates = ReadonlyMap<string, Step>;

function compileList(nodes: readonly Node[], templates: Templates): Step {
  const steps = nodes.map((node) => compileNode(node, templates));
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return only;
  return (state) => {
    for (const step of steps) {
      step(state);
      if (state.jump !== NORMAL) return;
    }
  };
}

function compileNode(node: Node, templates: Templates): Step {
  switch (node.type) {
    case 'text':
      return (state) => state.write(node.text);
    case 'action':
      return compileAction(node);
    case 'if':
      return compileIf(node, templates);
    case 'with':
      return compileWith(node, templates);
    case 'range':
      return compileRange(node, templates);
    case 'template':
      return compileTemplate(node, templates);
    case 'break':
    case 'continue': {
      const jump = node.type === 'break' ? BREAK : CONTINUE;
      return (state) => {
        state.jump = jump;
      };
    }
  }
}

function compileAction(node: ActionNode): Step {
  const evaluate = compilePipe(node.pipe);
  if (node.pipe.declares.length > 0) return (state) => void evaluate(state);
  return (state) => {
    const value = evaluate(state);
    state.place = node;
    state.write(typeof value === 'string' ? value : print(value));
  };
}

/** A value as an action shows it. */
function print(value: Maybe): string {
  return value === undefined ? '<no value>' : sprint([printable(value)]);
}

function compileIf({ pipe, list, elseList }: IfNode, templates: Templates): Step {
  const evaluate = compilePipe(pipe);
  const then = compileList(list, templates);
  const otherwise = elseList && compileList(elseList, templates);
  return (state) => {
    const known = state.names.length;
    if (isTrue(evaluate(state))) then(state);
    else otherwise?.(state);
    state.forget(known);
  };
}

function compileWith({ pipe, list, elseList }: WithNode, templates: Templates): Step {
  const evaluate = compilePipe(pipe);
  const then = compileList(list, templates);
  const otherwise = elseList && compileList(elseList, templates);
  return (state) => {
    const known = state.names.length;
    const value = evaluate(state);
    if (isTrue(value)) withDot(state, value, false, then);
    else otherwise?.(state);
    state.forget(known);
  };
}

function withDot(state: State, dot: Maybe, isInterface: boolean, step: Step): void {
  const { dot: outer, dotIsInterface: outerIsInterface } = state;
  state.dot = dot;
  state.dotIsInterface = isInterface;
  step(state);
  state.dot = outer;
  state.dotIsInterface = outerIsInterface;
}

function compileRange(node: RangeNode, templates: Templates): Step {
  const evaluate: Evaluate = compilePipe(node.pipe);
  const body = compileList(node.list, templates);
  const otherwise = node.elseList && compileList(node.elseList, templates);
  return (state) => {
    const known = state.names.length;
    const value = indirect(evaluate(state));
    if (!iterate(state, value, node, body)) {
      otherwise?.(state);
      // as in Go, a break among what stands for no elements ends this range, a continue the round of the one around it
      if (state.jump === BREAK) state.jump = NORMAL;
    }
    state.forget(known);
  };
}

/** Runs the body for each element. @returns whether there was one */
function iterate(state: State, value: Maybe, { pipe }: RangeNode, body: Step): boolean {
  const inner = state.names.length;
  const each = (index: Value | undefined, element: Value, isInterface: boolean): boolean => {
    state.tick();
    setLoopVariables(state, pipe.declares, pipe.isAssignment, index, element, isInterface);
    withDot(state, element, isInterface, body);
    state.forget(inner);
    const { jump } = state;
    state.jump = NORMAL;
    return jump !== BREAK;
  };
  if (value === undefined) return false;
  if (value instanceof GoSlice) {
    const isInterface = value.type.elem.kind === 'interface';
    value.items.every((item, index) => each(new GoInt(BigInt(index)), item, isInterface));
    return value.items.length > 0;
  }
  if (value instanceof GoMap) {
    const isInterface = value.type.elem.kind === 'interface';
    const keys = [...value.entries.keys()].sort(compare);
    const entries = keys.map((key) => [key, value.entries.get(key) as Value] as const);
    entries.every(([key, element]) => each(key, element, isInterface));
    return entries.length > 0;
  }
  if (value instanceof GoInt) {
    if (pipe.declares.length > 1)
      throw state.error(
        `can't use ${sprint([value])} to iterate over more than one variable`,
        "can't use an integer to iterate over more than one variable",
      );
    for (let at = 0n; at < value.value; at++) if (!each(undefined, new GoInt(at, value.type), false)) break;
    return value.value > 0n;
  }
  throw state.error(`range can't iterate over ${sprintf('%v', [value])}`, "range can't iterate over this value");
}

function setLoopVariables(
  state: State,
  [first, second]: readonly string[],
  isAssignment: boolean,
  index: Value | undefined,
  element: Value,
  isInterface: boolean,
): void {
  if (first === undefined) return;
  if (isAssignment) {
    if (second !== undefined) state.assign(first, index);
    state.assign(second ?? first, element, isInterface);
    return;
  }
  state.setTop(1, element, isInterface);
  if (second !== undefined) state.setTop(2, index, false);
}

function compileTemplate(node: TemplateNode, templates: Templates): Step {
  const evaluate = node.pipe && compilePipe(node.pipe);
  const { name } = node;
  return (state) => {
    state.place = node;
    const step = templates.get(name);
    if (step === undefined) throw state.error(`template ${quote(name)} not defined`);
    if (state.depth >= MAX_DEPTH) throw state.error(`exceeded maximum template depth (${MAX_DEPTH})`);
    state.tick();
    // variables that the pipeline declares stay
    state.call(name, evaluate?.(state), step);
  };
}
