import type { Gate } from '../../local/iam/gate';
import type { Roles } from '../../local/iam/roles';
import type { LocalCourier } from '../../local/local-courier';
import { Run, type Scenario } from './support/run';
import { SCENARIOS } from './support/scenarios';
import { changed, declaredRoles, readableRole, startGated, synthesize } from './support/stack';

const synthesized = synthesize();
const declared = [...declaredRoles(synthesized.stackDirectory)].flatMap(([role, statements]) =>
  statements.map(({ Sid, Action, Resource }) => ({
    role,
    sid: Sid,
    actions: Action,
    resources: [Resource].flat(),
    name: `${readableRole(role)}: ${Sid}`,
  })),
);

let courier: LocalCourier;
let whole: Roles;
/** By statement and action: how often it decided in which scenarios. */
const deciding = new Map<string, Map<string, number>>();

const key = (...parts: readonly string[]) => parts.join(' ');

beforeAll(async () => {
  courier = await startGated(synthesized);
  whole = (courier.gate as Gate).roles();
}, 60_000);

afterAll(() => courier?.stop());

describe('with the whole documents', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))('%s', async (name, scenario) => {
    for (const { role, sid, action } of await Run.of(scenario, courier)) {
      if (sid === undefined) continue;
      for (const place of [key(role, sid), key(role, sid, action)]) {
        const counts = deciding.get(place) ?? new Map<string, number>();
        deciding.set(place, counts.set(name, (counts.get(name) ?? 0) + 1));
      }
    }
  });
});

/** The scenarios that a place had to do with, those first in which it had most to say. */
function concerned(place: string): Scenario[] {
  const count = ({ name }: Scenario) => deciding.get(place)?.get(name) ?? 0;
  return SCENARIOS.filter((scenario) => count(scenario) > 0).sort((a, b) => count(b) - count(a));
}

/** Finds a scenario that fails with such documents, among those that had to do with the place. @throws if there is none */
async function expectFailure(roles: Roles, place: string): Promise<void> {
  const gate = courier.gate as Gate;
  gate.setRoles(roles);
  try {
    for (const scenario of concerned(place)) {
      const error = await Run.of(scenario, courier).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error !== undefined) return;
    }
    throw new Error(`no scenario needs ${place}: take it out of the document, or add a scenario that shows what for`);
  } finally {
    gate.setRoles(whole);
  }
}

describe('something fails without the statement', () => {
  it.each(declared)('$name', async ({ role, sid }) => {
    await expectFailure(
      changed(whole, role, sid, () => undefined),
      key(role, sid),
    );
  });
});

describe('something fails without the action', () => {
  const several = declared.filter(({ actions }) => actions.length > 1);
  const each = several.flatMap(({ actions, name, ...rest }) =>
    actions.map((action) => ({ ...rest, action, name: `${name}, ${action}` })),
  );
  it.each(each)('$name', async ({ role, sid, action }) => {
    const roles = changed(whole, role, sid, (statement) => ({
      ...statement,
      Action: statement.Action.filter((other) => other !== action),
    }));
    await expectFailure(roles, key(role, sid, action));
  });
});

describe('something fails without the resource', () => {
  const each = declared
    .filter(({ resources }) => resources.length > 1)
    // of a secret's two forms one is enough, and its text does not tell which: with the end of its ARN or without
    .filter(({ sid }) => sid !== 'ReadSecrets')
    .flatMap(({ resources, name, ...rest }) =>
      resources.map((resource, index) => ({ ...rest, index, name: `${name}, ${resource.split(':').at(-1)}` })),
    );
  it.each(each)('$name', async ({ role, sid, index }) => {
    const roles = changed(whole, role, sid, (statement) => ({
      ...statement,
      Resource: [statement.Resource].flat().filter((_, other) => other !== index),
    }));
    await expectFailure(roles, key(role, sid));
  });
});

it('holds a courier to the documents of its last deploy', async () => {
  const gate = courier.gate as Gate;
  gate.setRoles(new Map());
  await courier.redeploy(synthesized.stackDirectory);
  expect(gate.roles()).toEqual(whole);
});
