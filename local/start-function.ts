import type { EventEmitter } from 'node:events';
import { isObject } from '../lambda/is-object';
import type { Access } from './access';
import { LocalFunction } from './function';
import type { LocalCourierEvents, LogLine } from './local-courier';
import { type CourierDeclaration, type FunctionDeclaration, type QueueAddress, resolveEnvironment } from './stack';

export interface FunctionSurroundings {
  readonly region: string;
  /** Invocations that run at a time. */
  readonly environments: number;
  readonly queues: ReadonlyMap<string, QueueAddress>;
  readonly access: Access;
  readonly events: EventEmitter<LocalCourierEvents>;
}

/** Starts one of a stack's functions, and tells of what it prints as far as its role may write it. @throws if the handler cannot be loaded */
export async function startFunction(
  deployed: CourierDeclaration,
  declaration: FunctionDeclaration,
  { region, environments, queues, access, events }: FunctionSurroundings,
): Promise<LocalFunction> {
  const { name } = declaration;
  const notice = (text: string) => events.emit('notice', text);
  const made = new LocalFunction({
    declaration,
    region,
    environments,
    variables: { ...resolveEnvironment(deployed, queues, declaration), ...access.variables(name) },
    onLine: (stream, line) => {
      if (!access.keepsLog(name)) return;
      const entry = stream === 'stdout' ? parseLogLine(line) : undefined;
      if (entry === undefined) notice(line);
      else events.emit('log', entry);
    },
    refusal: () => {
      if (!access.keepsTrace(name)) notice(`the trace of an invocation of ${name} is lost: its role may not write it`);
      return access.refusal(name);
    },
  });
  await made.start();
  return made;
}

function parseLogLine(line: string): LogLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry: unknown = JSON.parse(line);
    return isObject(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}
