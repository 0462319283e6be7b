import { bareNumber } from './check-mode';
import type { ConfigInput } from './courier-config';
import { sourcesOf } from './ingress/check-ingress';
import type { Settings } from './settings';
import type { SmsCourierProps } from './sms-courier-props';

type Bind = ConfigInput['bind'];

/** What the author declared of the configuration; what is as by default is left out, so that its bytes do not change with a release. */
export function declaredConfig(
  courier: string,
  { providers, ingress }: SmsCourierProps,
  settings: Settings,
  binds: { readonly courier: Bind; readonly ingress: Bind },
): ConfigInput {
  const { templates, templatePrecedence, locale, webOtpDomain } = settings;
  const { allowedCountries, defaultCountry, privateHosts, routes } = settings;
  const { limits, mode, allowedRecipients, maximumConcurrency } = settings;
  const { maxAttempts, onAmbiguous, defaultTtlSeconds, queueDays, ledgerDays, redactExpired } = settings;
  return {
    courier,
    allowedCountries,
    ...(defaultCountry === undefined ? {} : { defaultCountry }),
    providers: providers.map(({ definition }) => definition),
    ...(routes.length === 0 ? {} : { routes }),
    limits: { ...limits, clientIpOrigins: orySources(ingress), environments: maximumConcurrency },
    ...(mode === 'live' ? {} : { mode }),
    ...(mode === 'allowlist' ? { allowedRecipients: allowedRecipients.map(bareNumber) } : {}),
    delivery: { maxAttempts, onAmbiguous, defaultTtlSeconds, queueDays, ledgerDays },
    privateHosts,
    ...(Object.keys(templates).length === 0 ? {} : { templates }),
    ...(templatePrecedence === 'courier' ? {} : { templatePrecedence }),
    ...(locale === undefined ? {} : { locale }),
    ...(webOtpDomain === undefined ? {} : { webOtpDomain }),
    ...(redactExpired ? {} : { redactExpired }),
    bind: binds.courier,
    ...(ingress === undefined ? {} : { ingress: { props: ingress, bind: binds.ingress } }),
  };
}

/** The front doors that tell the client's address. */
function orySources(ingress: SmsCourierProps['ingress']): string[] {
  return ingress === undefined ? [] : sourcesOf(ingress).flatMap(({ type, id }) => (type === 'ory' ? [id] : []));
}
