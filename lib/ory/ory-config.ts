import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { HttpProviderProps } from '../providers/http/provider';
import type { TwilioProviderProps } from '../providers/twilio/provider';
import type { SmsCourierProps } from '../sms-courier-props';
import { SmsProvider } from '../sms-provider';
import type { SmsSecret } from '../sms-secret';
import type { SmsTemplate } from '../sms-templates';
import { importOry } from './import-ory';
import {
  type ImportedCourier,
  type ImportedProps,
  type ImportedSecret,
  type ImportedValue,
  type OryImportReport,
  SecretByName,
} from './model';
import { describeRemark, OryConfigError, type OryRemark } from './problem';

/** What an Ory configuration does not tell. */
export interface OryConfigProps {
  /**
   * The secrets that the configuration's credentials become, by name: one for each `{$NAME}` placeholder, and one for each credential
   * that the file holds itself. What is missing is an error that says what to write.
   *
   * @default - none; fine for a configuration without credentials
   */
  readonly secrets?: Readonly<Record<string, SmsSecret>>;

  /**
   * Names the provider in logs and metrics; unique in the courier, which may have the channels of several Ory projects.
   *
   * @default - twilio, messagebird, plivo, sinch, vonage or whatsapp, by the host of the url; else http
   */
  readonly providerId?: string;
}

/**
 * The SMS courier of an Ory identity configuration, as `ory get identity-config` prints it, as props to spread into a courier.
 *
 * @example
 * const ory = OryConfig.fromFile('identity-config.yaml', {
 *   secrets: { AUTH_TOKEN: SmsSecret.fromSsmParameter('/sms/twilio/auth_token') },
 * });
 * new SmsCourier(stack, 'Sms', { ...ory, allowedCountries: ['DE'] });
 */
export class OryConfig implements Pick<SmsCourierProps, 'providers' | 'templates' | 'templatePrecedence'> {
  /**
   * Reads a file at synth.
   *
   * @param path YAML or JSON: a whole identity configuration, one channel, or a bare `request_config`. Relative to the working
   * directory; `file://` sources in it are relative to its own folder
   * @throws {OryConfigError} that names all that is in the way, each with its line
   */
  static fromFile(path: string, props: OryConfigProps = {}): OryConfig {
    const file = resolve(path);
    const imported = importOry({ text: readFile(path), file: basename(path), folder: dirname(file) });
    return new OryConfig(imported, props);
  }

  /** The one provider that Ory's channel `sms` is. */
  readonly providers: readonly SmsProvider[];
  /** The SMS of `courier.templates`, for messages that come without a body. */
  readonly templates: Readonly<Record<string, SmsTemplate>>;
  /** Ory renders what it sends. */
  readonly templatePrecedence = 'body';
  readonly #report: OryImportReport;

  private constructor(imported: ImportedCourier, { secrets = {}, providerId }: OryConfigProps) {
    checkSecrets(imported, secrets);
    this.providers = [createProvider(imported, secrets, providerId)];
    this.templates = imported.templates;
    this.#report = imported.report;
  }

  /** What was taken, changed and ignored, and why. It is not among the props that a spread gives. */
  get report(): OryImportReport {
    return this.#report;
  }
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`the Ory configuration ${path} cannot be read from ${process.cwd()}: ${code}`);
  }
}

function checkSecrets({ file, secrets: needed }: ImportedCourier, given: Readonly<Record<string, SmsSecret>>): void {
  const names = needed.map(({ name }) => name);
  const problems: OryRemark[] = [
    ...needed.filter(({ name }) => given[name] === undefined).map(missingSecret),
    ...Object.keys(given)
      .filter((name) => !names.includes(name))
      .map((name) => ({
        path: '',
        file,
        line: 1,
        text: `needs no secret ${name}: it has ${names.length === 0 ? 'none' : names.join(', ')}`,
      })),
  ];
  if (problems.length > 0) throw new OryConfigError(file, problems);
}

function missingSecret({ name, parameterName, place, detail, wasLiteral }: ImportedSecret): OryRemark {
  const remedy = `secrets: { ${name}: SmsSecret.fromSsmParameter('${parameterName}') }`;
  const text = wasLiteral
    ? `holds a credential${detail}: store its value in SSM, and give ${remedy}`
    : `has the placeholder {$${name}}: give ${remedy}`;
  return { ...place, text };
}

function createProvider(
  { provider, report }: ImportedCourier,
  secrets: Readonly<Record<string, SmsSecret>>,
  id: string | undefined,
): SmsProvider {
  // the importer has made them from a configuration, and the factory checks them
  const props = { ...withSecrets(provider.props, secrets), ...(id === undefined ? {} : { id }) } as unknown;
  const created =
    provider.factory === 'twilio'
      ? SmsProvider.twilio(props as TwilioProviderProps)
      : SmsProvider.http(props as HttpProviderProps);
  const doubts = report.entries.filter(({ disposition }) => disposition === 'check').map(describeRemark);
  if (doubts.length === 0) return created;
  const { definition } = created;
  return { ...created, definition: { ...definition, warnings: [...(definition.warnings ?? []), ...doubts] } };
}

function withSecrets(props: ImportedProps, secrets: Readonly<Record<string, SmsSecret>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(props).map(([name, value]) => [name, withSecret(value, secrets)]));
}

function withSecret(value: ImportedValue, secrets: Readonly<Record<string, SmsSecret>>): unknown {
  if (typeof value === 'string') return value;
  return value instanceof SecretByName ? secrets[value.name] : withSecrets(value, secrets);
}
