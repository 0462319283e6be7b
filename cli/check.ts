import { SAMPLE_MESSAGES, type SampleMessage } from '../lambda/check/samples';
import { type CourierConfig, isAwsProvider, type ProviderConfig } from '../lambda/config';
import { parseMessage } from '../lambda/message';
import { preview } from '../lambda/preview';
import { render } from '../lambda/render';
import { countSegments } from '../lambda/segments';
import { Templates } from '../lambda/template/templates';
import { checkConfig } from '../lib/check-config';
import { checkHosts } from '../lib/check-hosts';
import { checkRoutes } from '../lib/check-routes';
import { loadJsonnet } from './engine';

/** What a configuration comes to when it is tried out. */
export interface CheckReport {
  /** One for each of Ory's template types. */
  readonly messages: readonly CheckedMessage[];
  readonly secrets: readonly CheckedSecret[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

export interface CheckedMessage {
  readonly template_type: string;
  readonly encoding: string | null;
  readonly segments: number | null;
  /** By provider: `ok`, or why it would not be sent. */
  readonly providers: Readonly<Record<string, string>>;
}

export interface CheckedSecret {
  readonly provider: string;
  readonly name: string;
  readonly source: string;
  readonly stored_as: string;
}

const OK = 'ok';

/** Runs the checks of a synth, and each provider's request for a message of each template type. */
export async function check(config: CourierConfig): Promise<CheckReport> {
  const findings = checkConfig(JSON.stringify(config));
  const texts = (severity: string) =>
    findings.filter((each) => each.severity === severity).map(({ message }) => message);
  const errors = [...checkWhole(config), ...texts('error')];
  const messages: CheckedMessage[] = [];
  for (const sample of SAMPLE_MESSAGES) messages.push(await checkMessage(sample, config));
  return {
    messages,
    secrets: config.providers.flatMap(secretsOf),
    errors: [...errors, ...messages.flatMap((message) => unsentBy(message, errors))],
    warnings: texts('warning'),
  };
}

/** What a synth refuses before there is a courier.json, and a hand that has written in one may have done. */
function checkWhole({ providers, allowedCountries, routes = [], privateHosts = [] }: CourierConfig): string[] {
  const ids = providers.map(({ id }) => id);
  return [
    ...(ids.length === 0 ? ['providers is empty: no message can be sent'] : []),
    ...[...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map(
      (id) => `provider ${id} is there twice: give each an id of its own`,
    ),
    ...(allowedCountries.length === 0 ? ["allowedCountries is empty: name countries, or '*' for all"] : []),
    ...checkRoutes({ routes, allowedCountries }, { providers }),
    ...checkHosts({
      providers: providers.map((each) => ({ definition: { ...each, hosts: allowedHostsOf(each) } })),
      privateHosts,
    }),
  ];
}

function allowedHostsOf(provider: ProviderConfig): readonly string[] {
  return isAwsProvider(provider) ? [] : (provider.allowedHosts ?? []);
}

/** The sample without its text: the courier's template renders it, or ours does. */
async function checkMessage({ body: _, ...sample }: SampleMessage, config: CourierConfig): Promise<CheckedMessage> {
  // a sample's country need not be one that the courier sends to
  const open: CourierConfig = { ...config, allowedCountries: ['*'] };
  const templates = new Templates(open);
  const services = { config: open, templates: () => templates, jsonnet: loadJsonnet(), now: Date.now };
  const providers: Record<string, string> = {};
  for (const provider of config.providers) {
    const answer = await preview(sample, provider, services);
    providers[provider.id] = answer.would_send ? OK : answer.detail.replace(`provider ${provider.id}: `, '');
  }
  const entry = { enteredAt: Date.now(), fallbackId: 'sample', origin: 'check' };
  const text = render(parseMessage(sample, entry, { ...open, ...open.delivery }), open, () => templates).message?.body;
  const { encoding, segments } = text === undefined ? { encoding: null, segments: null } : countSegments(text);
  return { template_type: sample.template_type, encoding, segments, providers };
}

/** A type that no provider brings; one that some do not is what routing is for, and in the table. */
function unsentBy({ template_type, providers }: CheckedMessage, known: readonly string[]): string[] {
  const answers = Object.values(providers);
  const [first] = answers;
  if (first === undefined || answers.includes(OK) || known.some((error) => error.endsWith(first))) return [];
  return [`a message of type ${template_type} is sent by no provider: ${first}`];
}

function secretsOf({ id, secrets }: ProviderConfig): CheckedSecret[] {
  return Object.entries(secrets).map(([name, { source, name: stored, field }]) => ({
    provider: id,
    name,
    source,
    stored_as: field === undefined ? stored : `${stored}, field ${field}`,
  }));
}
