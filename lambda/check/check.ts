import type { CourierConfig } from '../config';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { isCountry, parseRecipient } from '../phone';
import { checkIngress } from './check-ingress';
import { checkRequest } from './check-request';
import { checkRule } from './check-rule';
import { checkTemplates } from './check-templates';
import type { Finding } from './finding';

/** What the author of a configuration should know before it is deployed. */
export async function checkConfig(config: CourierConfig, jsonnet: JsonnetEvaluator): Promise<Finding[]> {
  const byProvider = await Promise.all(
    config.providers.map(async (provider) => {
      const findings = await Promise.all([checkRequest(provider, jsonnet), checkRule(provider, jsonnet)]);
      return findings
        .flat()
        .map(({ severity, message }) => ({ severity, message: `provider ${provider.id}: ${message}` }));
    }),
  );
  const ingress = await checkIngress(config, jsonnet);
  return [
    ...checkCountries(config),
    ...checkRecipients(config),
    ...checkTemplates(config),
    ...byProvider.flat(),
    ...ingress,
  ];
}

/** A number that is written otherwise than a message's would never be met, nor one that nothing may be sent to. */
function checkRecipients({ allowedRecipients = [], allowedCountries }: CourierConfig): Finding[] {
  return allowedRecipients.flatMap((text, index): Finding[] => {
    const where = `allowedRecipients[${index}]`;
    const recipient = parseRecipient(text);
    if (recipient?.e164 !== text)
      return [
        {
          severity: 'error',
          message: `${where} is no phone number that its country has: give it in E.164 form, such as "+4917667111638"`,
        },
      ];
    if (allowedCountries.includes('*') || allowedCountries.includes(recipient.country)) return [];
    return [
      {
        severity: 'error',
        message: `${where} is in ${recipient.country}, which allowedCountries does not have: add it there, or take the number out`,
      },
    ];
  });
}

function checkCountries({ allowedCountries, defaultCountry }: CourierConfig): Finding[] {
  const countries = [
    ...allowedCountries.filter((country) => country !== '*'),
    ...(defaultCountry === undefined ? [] : [defaultCountry]),
  ];
  return countries
    .filter((country) => !isCountry(country))
    .map((country) => ({
      severity: 'error',
      message: `unknown country "${country}": use ISO 3166-1 alpha-2 codes in upper case, such as DE or US`,
    }));
}
