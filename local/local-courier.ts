import type { EventEmitter } from 'node:events';
import type { CourierConfig, Deferred } from '../lambda/config';
import type { AcceptedMessage, Fault, ProviderEmulator } from '../lib/providers/emulator-base';
import type { DeadLetter } from './dead-letters';
import type { InvocationResult } from './environment';
import type { Gate } from './iam/gate';
import type { Keys } from './iam/keys';
import type { FaultPlan, Latency, ProviderRequest } from './provider-server';
import type { SecretValues } from './secrets-file';

export interface LocalCourierOptions {
  /** Such as `cdktf.out/stacks/quickstart`. */
  readonly stackDirectory: string;
  /** The courier's construct path or the last part of it; needed if the stack holds several. */
  readonly courier?: string;
  /** A JSON object from the name of an SSM parameter or a Secrets Manager secret to its value; or such values, chosen for what a courier binds. */
  readonly secretsFile: string | ((config: CourierConfig) => SecretValues);
  /** Invocations that run at a time. @default 2 */
  readonly environments?: number;
  /** How long a provider takes to answer. @default 0 */
  readonly emulatorLatencyMs?: Latency;
  /** Emulators of providers that the package has none for. */
  readonly emulators?: readonly ProviderEmulator[];
  /** Ids of HTTP providers that are asked for real: what is sent by them arrives, and is paid for. @default none */
  readonly live?: readonly string[];
  /** Port of the invoke endpoint. @default one that is free */
  readonly invokePort?: number;
  /** Port of the ingress, if the courier has one. @default one that is free */
  readonly ingressPort?: number;
  /** Waits before the retries of an asynchronous invocation. @default 1 s and 2 s, for Lambda's minutes */
  readonly asyncRetryDelaysMs?: readonly number[];
  /**
   * Lets the functions do what their roles' policies allow and nothing else, as on AWS. `secretKeys` leads from the ARN of a secret to that
   * of the customer managed key that it is encrypted with, which the stack does not tell.
   *
   * @default - they may do all
   */
  readonly policies?: { readonly secretKeys: Keys };
  /** @default eu-central-1 */
  readonly region?: string;
  /** Where `TF_VAR_…` variables are read. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A message that a provider has taken and would now bring to the phone. */
export interface Arrival extends AcceptedMessage {
  readonly provider: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** One of the courier's log lines. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A message that a front door has been handed. */
export interface Received {
  /** Its name, such as `queue` or `invoke`. */
  readonly door: string;
  /** The message as its sender gave it: JSON text, if it is a message. */
  readonly body: string;
  /** The id that the courier gives it if its sender has given none. */
  readonly fallbackId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface LocalCourierEvents {
  received: [Received];
  arrival: [Arrival];
  log: [LogLine];
  /** Something that is no log line of the courier's: what the function prints besides, a batch that fails. */
  notice: [string];
  /** A provider has received a request, taken or refused. */
  request: [ProviderRequest];
  response: [ProviderRequest];
}

/** A provider of the courier, as it is on this machine. */
export interface LocalProvider {
  readonly id: string;
  /** Where it is asked; two providers of one origin share what goes wrong there. */
  readonly origin: string;
  readonly isLive: boolean;
  /** No emulator knows the service: what stands in takes whatever it is sent. */
  readonly isStandIn: boolean;
  /** The codes of its own errors that a fault may name. */
  readonly errorCodes: readonly string[];
}

/** A synthesized courier that runs on this machine. */
export interface LocalCourier {
  /** Its construct path. */
  readonly name: string;
  /** What has been baked into its zip. */
  readonly config: CourierConfig<Deferred>;
  /** The same, with what the deploy fills in. */
  readonly resolvedConfig: CourierConfig;
  readonly providers: readonly LocalProvider[];
  /** From the value of each secret to the placeholder that stands for it. */
  secretValues(): ReadonlyMap<string, string>;
  readonly functionName: string;
  /** Lambda's endpoint, for the courier's function and the ingress's: `aws lambda invoke --endpoint-url …`. */
  readonly invokeEndpoint: string;
  /** Where sources of the ingress post to: `<ingressUrl>/ory`. Undefined if none does. */
  readonly ingressUrl: string | undefined;
  /** SQS's endpoint. */
  readonly queueEndpoint: string;
  /** Of the other services, `AWS_ENDPOINT_URL_SSM` of operators: SSM, Secrets Manager, and the KMS that what stands in for Cognito encrypts codes by. */
  readonly awsEndpoint: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string | undefined;
  readonly queueProcessId: number;
  /** The ledger's table and where it is. */
  readonly ledger: LedgerAddress;
  /** What holds the functions to their policies, if they are held. */
  readonly gate: Gate | undefined;
  readonly events: EventEmitter<LocalCourierEvents>;
  /** Fulfilled when the courier has ended: with the reason if it broke, with `undefined` if it was stopped. */
  readonly ended: Promise<Error | undefined>;
  /** The function's processes. */
  environmentProcessIds(): number[];
  /** Puts a message on the queue; gives its SQS message id. */
  sendMessage(message: string | object): Promise<string>;
  invoke(event: unknown): Promise<InvocationResult>;
  /** Invokes the ingress function, as Cognito's trigger does. @throws if there is none */
  invokeIngress(event: unknown): Promise<InvocationResult>;
  /** Kills (SIGKILL) every process of the functions. The next event starts new ones. */
  killEnvironments(): void;
  /** Lets something go wrong at a provider, by its id in the courier; without a fault all is well again. */
  setFault(provider: string, fault?: Fault | FaultPlan): Promise<void>;
  /** Takes Parameter Store and Secrets Manager down, and brings them back. */
  setSecretsOutage(down: boolean): void;
  /** Puts another synthesis of the courier in the place of this one, as a deploy does: queue, ledger and providers stay. */
  redeploy(stackDirectory: string): Promise<void>;
  deadLetters(): Promise<DeadLetter[]>;
  stop(): Promise<void>;
  /** Takes nothing more out of the queue, lets what is at work come to its end, and stops. */
  drain(): Promise<void>;
}

export interface LedgerAddress {
  /** DynamoDB's endpoint. */
  readonly endpoint: string;
  readonly tableName: string;
  readonly processId: number;
}
