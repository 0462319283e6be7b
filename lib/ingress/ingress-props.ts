import type { SmsSecret } from '../sms-secret';
import type { SmsSource } from './sms-source';

/** A front door over HTTP: an API with a function of its own, which may write to the queue and read the keys named here, and nothing else. */
export interface IngressProps {
  /**
   * Who may hand messages in.
   *
   * @default [SmsSource.ory()]
   */
  readonly sources?: readonly SmsSource[];

  /**
   * The value of the `X-Api-Key` header by which `ory` and `generic` sources prove themselves. They need it or `basicAuth`; with both, either
   * will do.
   *
   * @default - none
   */
  readonly apiKey?: SmsSecret;

  /**
   * The key before, which is good as well while senders change over.
   *
   * @default - none
   */
  readonly previousApiKey?: SmsSecret;

  /**
   * HTTP Basic by which `ory` and `generic` sources prove themselves, in place of `apiKey` or beside it.
   *
   * @default - none
   */
  readonly basicAuth?: IngressBasicAuthProps;

  /**
   * How many requests the API lets through.
   *
   * @default - 50 requests a second, 100 at once
   */
  readonly throttle?: IngressThrottleProps;

  /**
   * A name of your own for the API, whose own name is switched off then.
   *
   * @default - API Gateway's name, `https://<id>.execute-api.<region>.amazonaws.com`
   */
  readonly domain?: IngressDomainProps;
}

/** User and password of HTTP Basic. https://www.rfc-editor.org/rfc/rfc7617 */
export interface IngressBasicAuthProps {
  /** 1 to 128 characters, no colon. */
  readonly user: string;

  /** The password that senders give. */
  readonly password: SmsSecret;

  /**
   * The password before, which is good as well while senders change over.
   *
   * @default - none
   */
  readonly previousPassword?: SmsSecret;
}

/** API Gateway answers 429 to what is beyond. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html */
export interface IngressThrottleProps {
  /**
   * Requests a second, over time; 1 to 10,000.
   *
   * @default 50
   */
  readonly ratePerSecond?: number;

  /**
   * Requests that may come at once; 1 to 5,000.
   *
   * @default 100
   */
  readonly burst?: number;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html */
export interface IngressDomainProps {
  /** Such as `sms.example.com`. Its DNS record is yours to make: an alias to `ingressDomainName`'s `domainNameConfiguration`. */
  readonly name: string;

  /** ARN of a certificate for it in Certificate Manager, in the courier's region. */
  readonly certificateArn: string;
}
