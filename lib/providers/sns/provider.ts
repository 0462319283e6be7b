import { Token } from 'cdktf';
import type { AwsDefinition } from '../../provider-definition';
import { isAlphanumeric, readSenders, type Sender } from '../../senders';
import { formatUsd, indiaProblems, indiaSettings, priceProblems, refuse, regionProblems } from '../aws-props';
import { bakeRequest } from '../bake-request';
import { responseRule } from '../kind';

/** https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html */
export interface SnsProviderProps {
  /**
   * Names the provider in logs and metrics; unique in the courier.
   *
   * @default 'sns'
   */
  readonly id?: string;

  /**
   * The name that phones show: 1 to 11 letters, digits and hyphens, with a letter among them. Countries that do not support it, or
   * where it is not registered, show a number of AWS's.
   *
   * @default - AWS chooses, as it does where from and originationNumber are not given either
   */
  readonly senderId?: string;

  /**
   * A number of your account to send from, in E.164 form, or a short code.
   *
   * @default - AWS chooses, as it does where from and senderId are not given either
   */
  readonly originationNumber?: string;

  /**
   * Sender ids and origination numbers by country, in place of senderId and originationNumber.
   *
   * @default - senderId or originationNumber, for all countries
   * @example { default: 'ACME', US: '+12065550100' }
   */
  readonly from?: Sender;

  /**
   * AWS sends `Transactional` messages for reliability and `Promotional` ones for cost. AWS's own default is the latter.
   *
   * @default 'Transactional'
   */
  readonly smsType?: 'Transactional' | 'Promotional';

  /**
   * The most that one message may cost, in US dollars: 0.00001 to 99.99999. A message that would cost more is not sent, and SNS does
   * not say so: only its delivery log does.
   *
   * @default - the account's limits alone
   */
  readonly maxPriceUsd?: number;

  /**
   * India only: the id of your company in the registry of senders (DLT). Goes with indiaTemplateId.
   * https://docs.aws.amazon.com/sns/latest/dg/channels-sms-senderid-india.html
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
   * The region whose SNS sends: https://docs.aws.amazon.com/sns/latest/dg/sns-supported-regions-countries.html
   *
   * @default - the function's own
   */
  readonly region?: string;
}

export function snsProvider(props: SnsProviderProps): AwsDefinition {
  const { id = 'sns', smsType = 'Transactional', maxPriceUsd, region } = props;
  refuse(id, [
    ...senderProblems(props),
    ...(['Transactional', 'Promotional'].includes(smsType)
      ? []
      : [`smsType "${smsType}" is unknown: use Transactional or Promotional`]),
    ...priceProblems(maxPriceUsd),
    ...indiaProblems(props),
    ...regionProblems(region),
  ]);
  const [prop, sender] = senderOf(props) ?? [];
  const senders = prop === undefined || sender === undefined ? undefined : readSenders(id, prop, sender);
  refuse(id, senders === undefined ? [] : senderIdProblems(prop as string, senders));
  return {
    id,
    channel: 'sms',
    call: {
      service: 'sns',
      ...(region === undefined ? {} : { region }),
      input: bakeRequest('sns', {
        senders,
        smsType,
        maxPrice: maxPriceUsd === undefined ? undefined : formatUsd(maxPriceUsd),
        ...indiaSettings(props),
      }),
    },
    response: responseRule('sns'),
    secrets: {},
    ...(senders === undefined ? {} : { senders }),
    statements: () => [
      // a phone number is no resource that has an ARN: https://docs.aws.amazon.com/sns/latest/dg/sns-using-identity-based-policies.html
      { Sid: 'SendSmsBySns', Effect: 'Allow', Action: ['sns:Publish'], Resource: '*' },
      { Sid: 'PublishToNoTopic', Effect: 'Deny', Action: ['sns:Publish'], Resource: 'arn:*:sns:*:*:*' },
    ],
  };
}

/** The prop that names the sender, and what it names. */
function senderOf({ from, senderId, originationNumber }: SnsProviderProps): [string, Sender] | undefined {
  if (from !== undefined) return ['from', from];
  if (senderId !== undefined) return ['senderId', senderId];
  return originationNumber === undefined ? undefined : ['originationNumber', originationNumber];
}

function senderProblems({ from, senderId, originationNumber }: SnsProviderProps): string[] {
  const given = Object.entries({ senderId, originationNumber, from }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    const names = given.map(([name]) => name).join(' and ');
    return [`${names} are given: give one of them; from takes both kinds, by country`];
  }
  const isToken = (value: string | undefined) => value === undefined || Token.isUnresolved(value);
  return [
    ...(isToken(senderId) || isAlphanumeric(senderId as string)
      ? []
      : [
          `senderId "${senderId}" is no name: use 1 to 11 letters, digits and hyphens with a letter among them, or originationNumber for a number`,
        ]),
    ...(isToken(originationNumber) || /^\+?\d{3,15}$/.test(originationNumber as string)
      ? []
      : [
          `originationNumber "${originationNumber}" is no number: use E.164 form ("+12065550100") or a short code, or senderId for a name`,
        ]),
  ];
}

/** SNS takes fewer characters in a sender id than networks do. */
function senderIdProblems(prop: string, senders: Readonly<Record<string, string>>): string[] {
  return Object.values(senders)
    .filter((sender) => isAlphanumeric(sender) && !/^[A-Za-z0-9-]+$/.test(sender))
    .map((sender) => `${prop} "${sender}" is no sender id of SNS: use letters, digits and hyphens only`);
}
