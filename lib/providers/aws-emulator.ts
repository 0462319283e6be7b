import type { EmulatedRequest } from './emulator-base';

/** What is wrong with how a request is signed. */
export interface SignatureProblem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([\w-]+)\/(\d{8})\/([\w-]+)\/([\w-]+)\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=[0-9a-f]{64}$/;

/**
 * Reads the request's signature, as far as it can be read by who does not know the secret key: it is there, and made for this service in
 * this region. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export function signatureProblem(
  { headers }: EmulatedRequest,
  service: string,
  region: string,
): SignatureProblem | undefined {
  const authorization = headers['authorization'];
  if (authorization === undefined)
    return { status: 403, code: 'MissingAuthenticationToken', message: 'Request is missing Authentication Token' };
  const [, , day, scopeRegion, scopeService, signed = ''] = AUTHORIZATION.exec(authorization) ?? [];
  const date = headers['x-amz-date'] ?? '';
  const covers = (name: string) => signed.split(';').includes(name);
  if (!/^\d{8}T\d{6}Z$/.test(date) || !covers('host') || !covers('x-amz-date'))
    return { status: 403, code: 'IncompleteSignature', message: 'Authorization header is incomplete' };
  if (scopeRegion !== region || scopeService !== service || !date.startsWith(`${day}T`))
    return {
      status: 403,
      code: 'SignatureDoesNotMatch',
      message: `Credential should be scoped to ${region}/${service}.`,
    };
  return undefined;
}
