import { readFile } from 'node:fs/promises';
import type Jsonnet from '@arakoodev/jsonnet';
import { JsonnetEngine } from '../../lambda/jsonnet/engine';
import type { JsonnetEvaluator } from '../../lambda/jsonnet/evaluator';
import { callProgram } from '../../lambda/jsonnet/program';
import { startJsonnet } from '../../lambda/start/jsonnet';
import { jsonnetFiles } from '../../lambda/start/jsonnet-files';

/** A way of evaluating Jsonnet that the benchmark measures. */
export interface Peer {
  readonly title: string;
  /** Loads what it needs and gives a function that evaluates. Everything that is loaded is loaded in here. */
  load(functionDirectory: string): Promise<JsonnetEvaluator>;
}

/** How the package's README hands values to a snippet. */
const CTX_BY_EXT_VAR = "(std.parseJson(std.extVar('ctx')))";

export const PEERS = {
  packageFresh: {
    title: 'package, a VM for each evaluation, destroyed after it',
    async load() {
      const Vm = await packageClass();
      return {
        async evaluate(snippet, { value }) {
          const vm = new Vm();
          try {
            return vm.extString('ctx', JSON.stringify(value)).evaluateSnippet(`(${snippet})${CTX_BY_EXT_VAR}`);
          } finally {
            vm.destroy();
          }
        },
      };
    },
  },
  packageReused: {
    title: 'package, one VM for all',
    async load() {
      const vm = new (await packageClass())();
      return {
        async evaluate(snippet, { value }) {
          return vm.extString('ctx', JSON.stringify(value)).evaluateSnippet(`(${snippet})${CTX_BY_EXT_VAR}`);
        },
      };
    },
  },
  oursInThread: {
    title: 'ours without the worker: every limit but time',
    async load(directory) {
      const engine = new JsonnetEngine(await WebAssembly.compile(await readFile(jsonnetFiles(directory).engine)));
      return { evaluate: async (snippet, argument) => engine.evaluate(callProgram(snippet, argument)) };
    },
  },
  ours: {
    title: 'ours: worker, all limits on',
    load: async (directory) => startJsonnet(directory),
  },
} satisfies Readonly<Record<string, Peer>>;

export type PeerName = keyof typeof PEERS;

async function packageClass(): Promise<typeof Jsonnet> {
  return (await import('@arakoodev/jsonnet')).default;
}
