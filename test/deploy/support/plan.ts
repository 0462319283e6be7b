/** The parts that matter here of https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
export interface Plan {
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
}

interface Change {
  readonly actions: readonly string[];
  readonly before: Attributes | null;
  readonly after: Attributes | null;
  readonly after_unknown: Attributes;
  /** Why a resource is replaced: paths into its attributes. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly change: Change;
}

type Attributes = Readonly<Record<string, unknown>>;

/**
 * What a plan would change, one line each; nothing, if all is as declared. moto hands a queue's redrive policy back with
 * white space that nobody sent: that, and only that, is passed over.
 */
export function changes({ resource_changes = [], output_changes = {} }: Plan): string[] {
  return [
    ...resource_changes.flatMap(resourceChanges),
    ...Object.entries(output_changes)
      .filter(([, { actions }]) => !isNothing(actions))
      .map(([name, { actions }]) => `output ${name}: ${actions.join(', ')}`),
  ];
}

/** Addresses of what a plan would destroy, to replace it or for good. */
export function destroyed({ resource_changes = [] }: Plan): string[] {
  return resource_changes.filter(({ change }) => change.actions.includes('delete')).map(({ address }) => address);
}

/** What a plan would replace, and the attributes for which it would. */
export function replacedFor({ resource_changes = [] }: Plan): { readonly type: string; readonly attribute: string }[] {
  return resource_changes.flatMap(({ type, change: { replace_paths: paths = [] } }) =>
    paths.map(([attribute]) => ({ type, attribute: String(attribute) })),
  );
}

function resourceChanges({ address, type, change }: ResourceChange): string[] {
  const { actions, before, after, after_unknown: unknown } = change;
  if (isNothing(actions)) return [];
  if (actions.join() !== 'update' || before === null || after === null) return [`${address}: ${actions.join(', ')}`];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)])];
  const differing = names.filter((name) => !sameJson(before[name], after[name]) || unknown[name] === true);
  if (differing.length === 0) return [`${address}: an update of nothing that the plan shows`];
  return differing
    .filter(
      (name) => !(type === 'aws_sqs_queue' && name === 'redrive_policy' && sameDocument(before[name], after[name])),
    )
    .map((name) => `${address}: ${name} ${JSON.stringify(before[name])} -> ${JSON.stringify(after[name])}`);
}

function isNothing(actions: readonly string[]): boolean {
  return actions.every((action) => action === 'no-op' || action === 'read');
}

/** Terraform writes the members of objects in one order. */
function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether two texts are the same JSON but for its white space. */
function sameDocument(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' && sameJson(JSON.parse(a), JSON.parse(b));
}
