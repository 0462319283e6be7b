import type { CourierConfig, Deferred, IngressConfig, SecretReference } from '../lambda/config';
import type { SecretValues } from './secrets-file';
import { findSecret } from './secrets-manager';

export interface SecretSources {
  /** By the names of the store: the file of `--secrets`. */
  readonly file?: SecretValues;
  /** By {@link variableName}: `.env` and the environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ids of providers that are asked for real: what they bind must have a value. */
  readonly live: readonly string[];
}

/** What stands in where nobody has said otherwise: the emulators know it, and whoever sends to the ingress is told. */
export const MADE_UP = 'made-up-on-this-machine';

type SecretName = Pick<SecretReference, 'name' | 'field'>;

/** The environment variable that a secret's value is looked for in: `/sms/twilio/auth_token` is `SMS_TWILIO_AUTH_TOKEN`. */
export function variableName({ name, field }: SecretName): string {
  const [, ofArn] = /^arn:aws[\w-]*:(?:ssm:[^:]*:\d+:parameter|secretsmanager:[^:]*:\d+:secret:)(.+)$/.exec(name) ?? [];
  const path = name.includes(':secretsmanager:') ? ofArn?.replace(/-[A-Za-z0-9]{6}$/, '') : ofArn;
  return [path ?? name, field ?? '']
    .join('_')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

/**
 * The values of what a courier binds: from the file, else from the environment, else made up, so that a courier runs before anybody
 * has set anything.
 *
 * @throws Error if a secret of a live provider has no value
 */
export function chooseSecrets({ providers, ingress }: CourierConfig, { file, env, live }: SecretSources): SecretValues {
  const values = new Map<string, string>();
  const set = ({ name, field }: SecretName, value: string) =>
    values.set(name, field === undefined ? value : withField(values.get(name), field, value));
  const isInFile = ({ name }: SecretName) =>
    file !== undefined && (file.get(name) ?? findSecret(name, file)) !== undefined;
  // a blank line of an example that nobody has filled in says nothing
  const givenBy = (secret: SecretName) => env[variableName(secret)] || undefined;
  for (const { isWebhookSecret, ...secret } of ingressSecrets(ingress))
    if (!isInFile(secret)) set(secret, givenBy(secret) ?? (isWebhookSecret ? WEBHOOK_SECRET : MADE_UP));
  for (const { id, secrets } of providers)
    for (const [placeholder, reference] of Object.entries(secrets)) {
      if (isInFile(reference)) continue;
      const given = givenBy(reference);
      if (given === undefined && live.includes(id))
        throw new Error(
          `provider ${id} is live, and its secret ${placeholder} has no value: set ${variableName(reference)} in .env, or "${reference.name}" in the file of --secrets`,
        );
      set(reference, given ?? MADE_UP);
    }
  return { get: (name) => file?.get(name) ?? values.get(name) };
}

/** As https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md has secrets written. */
const WEBHOOK_SECRET = `v1,whsec_${Buffer.from(MADE_UP).toString('base64')}`;

interface IngressSecret extends SecretName {
  readonly isWebhookSecret: boolean;
}

/** What the ingress reads. A name that only the deploy knows is left to the file. */
function ingressSecrets(ingress: IngressConfig | undefined): IngressSecret[] {
  if (ingress === undefined) return [];
  const signing = ingress.sources.flatMap((source) => ('secrets' in source ? source.secrets : []));
  const keys = ingress.sources.flatMap((source) => ('keys' in source ? source.keys : []));
  const named = (references: readonly SecretReference<Deferred>[], isWebhookSecret: boolean) =>
    references.flatMap(({ name, field }) =>
      typeof name === 'string' ? [{ name, ...(field === undefined ? {} : { field }), isWebhookSecret }] : [],
    );
  return [
    ...named(signing, true),
    ...named([...keys, ...ingress.apiKeys, ...(ingress.basicAuth?.passwords ?? [])], false),
  ];
}

/** One more field of a secret that is a JSON object. */
function withField(text: string | undefined, field: string, value: string): string {
  return JSON.stringify({ ...(text === undefined ? {} : JSON.parse(text)), [field]: value });
}
