import { JsonnetError } from '../../../lambda/jsonnet/error';
import { BOMBS, type Bomb } from './bombs';
import { type Ending, timed, workerJsonnet } from './worker-support';

/** Workers that evaluate bombs at the same time: more of them would only wait for each other's processor. */
const LANES = 2;

interface Exploded {
  readonly bomb: Ending;
  readonly behind: Ending;
  readonly after: Ending;
}

const NORMAL = 'function(ctx) { to: ctx.to, text: "code %d" % 7 }';
const DELIVERED = { to: '+491511234567', text: 'code 7' };

/** Evaluates the bombs, in each lane one after the other, each with a message behind it in its batch and one after it. */
async function explodeAll(): Promise<Map<Bomb, Exploded>> {
  const exploded = new Map<Bomb, Exploded>();
  const left = [...BOMBS];
  const lane = async (): Promise<void> => {
    const jsonnet = workerJsonnet();
    const normal = () => timed(jsonnet, NORMAL, { to: DELIVERED.to });
    await normal();
    for (let bomb = left.shift(); bomb !== undefined; bomb = left.shift()) {
      const [end, behind] = await Promise.all([timed(jsonnet, bomb.snippet, bomb.ctx), normal()]);
      exploded.set(bomb, { bomb: end, behind, after: await normal() });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return exploded;
}

const kindOf = ({ error }: Ending): unknown =>
  error === undefined ? 'value' : error instanceof JsonnetError ? error.kind : error;

describe('a bomb', () => {
  let exploded: Map<Bomb, Exploded>;
  beforeAll(async () => {
    exploded = await explodeAll();
  }, 240_000);

  it('is one of 80 at least', () => {
    expect(BOMBS.length).toBeGreaterThanOrEqual(80);
  });

  it.each(BOMBS.map((bomb) => [bomb.name, bomb.ends, bomb] as const))('%s: %s', (_, ends, it) => {
    const { bomb, behind, after } = exploded.get(it) as Exploded;
    expect(kindOf(bomb)).toBe(ends);
    expect(behind.value).toEqual(DELIVERED);
    expect(after.value).toEqual(DELIVERED);
  });
});
