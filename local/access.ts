import { serviceOrigin } from '../lambda/aws/endpoint';
import { ENV } from '../lambda/config';
import type { Need } from './iam/decide';
import type { FunctionRights, IamDeclaration } from './iam/declaration';
import { type Gate, startGate } from './iam/gate';
import type { Keys } from './iam/keys';
import { CREDENTIALS } from './queue';
import type { FunctionError } from './runtime';

/** Where the services answer on this machine. */
export interface Endpoints {
  readonly queue: string;
  readonly ledger: string;
  /** Every other service, so that no call leaves this machine. */
  readonly others: string;
  /** From a provider's origin to the one that answers here. */
  readonly providers: Readonly<Record<string, string>>;
  /** Lambda's; it listens when the functions have started. */
  readonly lambda: () => string | undefined;
}

/** How functions, by their names, and Lambda on their behalf reach the services. */
export interface Access {
  /** What a function finds in its environment. */
  variables(name: string): Record<string, string>;
  /** What Lambda reads and writes queues with, for a function. */
  queues(name: string): { readonly endpoint: string; readonly credentials: typeof CREDENTIALS };
  /** What keeps Lambda from running a function. */
  refusal(name: string): FunctionError | undefined;
  keepsLog(name: string): boolean;
  keepsTrace(name: string): boolean;
}

/** Every function may do all. */
export function freeAccess(endpoints: Endpoints): Access {
  return {
    variables: () => variables(CREDENTIALS, endpoints),
    queues: () => ({ endpoint: endpoints.queue, credentials: CREDENTIALS }),
    refusal: () => undefined,
    keepsLog: () => true,
    keepsTrace: () => true,
  };
}

/** Every function may do what the policies of its role allow. */
export interface GatedAccess extends Access {
  readonly gate: Gate;
  /** After another deploy. */
  declare(iam: IamDeclaration): void;
}

/** @param secretKeys keys of secrets, which a stack does not tell of */
export async function gatedAccess(
  { queue, ledger, others, providers, lambda }: Endpoints,
  declared: IamDeclaration,
  secretKeys: Keys,
): Promise<GatedAccess> {
  let iam = declared;
  const gate = await startGate({
    roles: iam.roles,
    keys: () => new Map([...iam.keys, ...secretKeys]),
    endpoint: (service, region) =>
      ({ sqs: queue, dynamodb: ledger, lambda: lambda() })[service] ??
      providers[serviceOrigin(service, region)] ??
      others,
  });
  const dialled = Object.entries(providers).map(([origin, at]) => [origin, isOfAws(origin) ? gate.origin : at]);
  const gated = {
    queue: gate.origin,
    ledger: gate.origin,
    others: gate.origin,
    providers: Object.fromEntries(dialled),
  };
  const rightsOf = (name: string): FunctionRights => {
    const rights = iam.functions.get(name);
    if (rights === undefined) throw new Error(`the stack has no function ${name}`);
    return rights;
  };
  const credentialsOf = (name: string) => ({ ...CREDENTIALS, accessKeyId: rightsOf(name).role });
  const missing = (name: string, needs: keyof FunctionRights['lambda']): Need | undefined => {
    const { role, lambda: of } = rightsOf(name);
    return of[needs].filter((need) => !gate.allows(role, need))[0];
  };
  return {
    gate,
    declare: (changed) => {
      iam = changed;
      gate.setRoles(iam.roles);
    },
    // tells the code's own requests from those that Lambda makes for it, by the same role
    variables: (name) => ({
      ...variables(credentialsOf(name), gated),
      AWS_SESSION_TOKEN: rightsOf(name).arn,
    }),
    queues: (name) => ({ endpoint: gate.origin, credentials: credentialsOf(name) }),
    refusal: (name) => {
      const need = missing(name, 'start');
      return need && { errorType: 'AccessDenied', errorMessage: `Lambda may not ${need.action} on ${need.resource}` };
    },
    keepsLog: (name) => missing(name, 'log') === undefined,
    keepsTrace: (name) => missing(name, 'trace') === undefined,
  };
}

function variables(
  { accessKeyId, secretAccessKey }: typeof CREDENTIALS,
  { queue, ledger, others, providers }: Omit<Endpoints, 'lambda'>,
): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL_SQS: queue,
    AWS_ENDPOINT_URL_DYNAMODB: ledger,
    AWS_ENDPOINT_URL: others,
    [ENV.endpointUrls]: JSON.stringify(providers),
  };
}

function isOfAws(origin: string): boolean {
  return /\.(amazonaws\.com(\.cn)?|amazonaws\.eu)$/.test(origin);
}
