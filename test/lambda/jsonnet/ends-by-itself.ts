/** A program that evaluates its argument, if any, and then has nothing to do: it must end, although its worker still runs. */
import { workerJsonnet } from './worker-support';

const [, , snippet = ''] = process.argv;
const jsonnet = workerJsonnet();
if (snippet !== '') {
  jsonnet.evaluate(snippet, { name: 'ctx', value: {} }).then(
    (text) => process.stdout.write(text),
    (error: unknown) => process.stdout.write((error as Error).message),
  );
}
