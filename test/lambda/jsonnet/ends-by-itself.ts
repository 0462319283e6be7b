/** A program that evaluates once and then has nothing to do: it must end, although its worker still runs. */
import { workerJsonnet } from './worker-support';

workerJsonnet()
  .evaluate('function(ctx) ctx.a', { name: 'ctx', value: { a: 'done' } })
  .then((text) => process.stdout.write(text));
