import type { ArnPrefixes, AwsDefinition } from '../../provider-definition';
import type { Sender, Senders } from '../../senders';
import { formatUsd, indiaProblems, indiaSettings, priceProblems, refuse, regionProblems } from '../aws-props';
import { bakeRequest } from '../bake-request';
import { responseRule } from '../kind';
import { identityArn, identityProblems } from './identity';

/** https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html */
export interface EndUserMessagingProviderProps {
  /**
   * Names the provider in logs and metrics; unique in the courier.
   *
   * @default 'end-user-messaging'
   */
  readonly id?: string;

  /**
   * What to send from, for all countries or by country: a phone number in E.164 form or its id (`phone-…`), a short code, a sender id, a
   * pool (`pool-…`), or the ARN of any of them. What another account shares with yours must be given by its ARN.
   *
   * @default - AWS chooses among the account's
   * @example { default: 'ACME', US: 'pool-0123456789abcdef0123456789abcdef' }
   */
  readonly originationIdentity?: Sender;

  /**
   * What AWS treats the message as.
   *
   * @default 'TRANSACTIONAL'
   */
  readonly messageType?: 'TRANSACTIONAL' | 'PROMOTIONAL';

  /**
   * Name or ARN of the configuration set, which tells where events of delivery go.
   *
   * @default - none
   */
  readonly configurationSetName?: string;

  /**
   * Id (`protect-…`) or ARN of the protect configuration, which blocks countries.
   *
   * @default - that of the configuration set, else of the account
   */
  readonly protectConfigurationId?: string;

  /**
   * The most that one message may cost, in US dollars: 0.00001 to 99.99999. One that would cost more is refused.
   *
   * @default - the account's limits alone
   */
  readonly maxPriceUsd?: number;

  /**
   * The program's name that a short code of the United States is registered with: 1 to 30 characters.
   *
   * @default - none
   */
  readonly keyword?: string;

  /**
   * What events of delivery are to carry: at most five entries. Neither names nor values belong to one message.
   *
   * @default - nothing
   */
  readonly context?: Readonly<Record<string, string>>;

  /**
   * India only: the id of your company in the registry of senders (DLT). Goes with indiaTemplateId.
   *
   * @default - none
   */
  readonly indiaEntityId?: string;

  /**
   * India only: the id of the registered template that your texts match, one for all or by template type with `default` for all others.
   * Goes with indiaEntityId.
   *
   * @default - none
   * @example { login_code: '1107160000000000001', default: '1107160000000000002' }
   */
  readonly indiaTemplateId?: string | Readonly<Record<string, string>>;

  /**
   * The region that sends: https://docs.aws.amazon.com/general/latest/gr/end-user-messaging.html
   *
   * @default - the function's own
   */
  readonly region?: string;
}

const MAX_CONTEXT_ENTRIES = 5;

export function endUserMessagingProvider(props: EndUserMessagingProviderProps): AwsDefinition {
  const { id = 'end-user-messaging', messageType = 'TRANSACTIONAL', maxPriceUsd, region } = props;
  const { configurationSetName, protectConfigurationId, keyword, context } = props;
  const { originationIdentity } = props;
  const identities: Senders | undefined =
    typeof originationIdentity === 'string' ? { default: originationIdentity } : originationIdentity;
  refuse(id, [
    ...(identities === undefined ? [] : identityProblems(identities)),
    ...(['TRANSACTIONAL', 'PROMOTIONAL'].includes(messageType)
      ? []
      : [`messageType "${messageType}" is unknown: use TRANSACTIONAL or PROMOTIONAL`]),
    ...nameProblems({ configurationSetName, protectConfigurationId }),
    ...(keyword === undefined || /^[ \S]{1,30}$/.test(keyword)
      ? []
      : [`keyword "${keyword}" is invalid: use 1 to 30 characters`]),
    ...contextProblems(context),
    ...priceProblems(maxPriceUsd),
    ...indiaProblems(props),
    ...regionProblems(region),
  ]);
  return {
    id,
    channel: 'sms',
    call: {
      service: 'sms-voice',
      ...(region === undefined ? {} : { region }),
      input: bakeRequest('end-user-messaging', {
        identities,
        messageType,
        configurationSetName,
        protectConfigurationId,
        keyword,
        context,
        maxPrice: maxPriceUsd === undefined ? undefined : formatUsd(maxPriceUsd),
        ...indiaSettings(props),
      }),
    },
    response: responseRule('end-user-messaging'),
    secrets: {},
    ...(identities === undefined ? {} : { senders: identities, sendersProp: 'originationIdentity' }),
    statements: ({ prefix }) => [
      {
        Sid: 'SendTextMessages',
        Effect: 'Allow',
        Action: ['sms-voice:SendTextMessage'],
        Resource: resources(props, identities, prefix('sms-voice', region)),
      },
    ],
  };
}

/**
 * What a call has to do with, each of which IAM may ask about.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsendusermessagingsmsandvoicev2.html
 */
function resources(
  { configurationSetName: set, protectConfigurationId: protect }: EndUserMessagingProviderProps,
  identities: Senders | undefined,
  prefix: ReturnType<ArnPrefixes['prefix']>,
): readonly string[] {
  const arn = (type: string, name: string) => (name.startsWith('arn:') ? name : `${prefix}:${type}/${name}`);
  return [
    ...(identities === undefined
      ? ['phone-number', 'pool', 'sender-id'].map((type) => arn(type, '*'))
      : Object.entries(identities).map(([country, identity]) => identityArn(identity, country, prefix))),
    ...(set === undefined ? [] : [arn('configuration-set', set)]),
    ...(protect === undefined ? [] : [arn('protect-configuration', protect)]),
  ];
}

function nameProblems(names: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(names)
    .filter(([, name]) => name !== undefined && !/^[A-Za-z0-9_:/-]{1,256}$/.test(name))
    .map(([prop, name]) => `${prop} "${name}" is invalid: use 1 to 256 letters, digits and _:/-`);
}

/** AWS's own limits of a context. */
function contextProblems(context: Readonly<Record<string, string>> = {}): string[] {
  const entries = Object.entries(context);
  return [
    ...(entries.length > MAX_CONTEXT_ENTRIES
      ? [`context has ${entries.length} entries: AWS takes at most ${MAX_CONTEXT_ENTRIES}`]
      : []),
    ...entries
      .filter(([key, value]) => !/^\S{1,100}$/.test(key) || !/^(?!\s)[\s\S]{1,800}(?<!\s)$/.test(value))
      .map(
        ([key]) =>
          `context entry "${key}" is invalid: use 1 to 100 characters without spaces for the name, and 1 to 800 for the value, which begins and ends with none`,
      ),
  ];
}
