import type { OryTemplateType } from '../template-type';
import {
  ANY,
  ANY_MAP,
  INT,
  mapOf,
  pointerTo,
  STRING,
  STRING_SLICE,
  type StructField,
  type StructType,
} from './go-type';

/** `http.Header`: canonical names, all values of each. */
export const HEADER = mapOf(STRING, STRING_SLICE, 'http.Header');

/** https://github.com/ory/kratos/blob/master/courier/template/oauth2.go */
const OAUTH2_CLIENT = struct('template.OAuth2Client', [
  text('ClientID', 'client_id'),
  text('ClientName', 'client_name,omitempty'),
  text('ClientURI', 'client_uri,omitempty'),
  text('LogoURI', 'logo_uri,omitempty'),
  { name: 'Metadata', type: ANY, json: 'metadata,omitempty' },
]);

export const OAUTH2_LOGIN_REQUEST = struct('template.OAuth2LoginRequest', [
  text('Challenge', 'challenge'),
  { name: 'Client', type: OAUTH2_CLIENT, json: 'client' },
]);

const TO = text('To', 'to');
const IDENTITY: StructField = { name: 'Identity', type: ANY_MAP, json: 'identity' };
const TRANSIENT_PAYLOAD: StructField = { name: 'TransientPayload', type: ANY_MAP, json: 'transient_payload' };
const OAUTH2: StructField = {
  name: 'OAuth2LoginRequest',
  type: pointerTo(OAUTH2_LOGIN_REQUEST),
  json: 'oauth2_login_request,omitempty',
};
const HEADERS: StructField = { name: 'UserRequestHeaders', type: HEADER, json: '-' };

/** What the messages with a code have in common, up to the fields that only some of them have. */
function flow(code: string, json: string): readonly StructField[] {
  return [
    TO,
    text(code, json),
    IDENTITY,
    text('RequestURL', 'request_url'),
    text('RequestURLDomain', 'request_url_domain'),
    TRANSIENT_PAYLOAD,
    { name: 'ExpiresInMinutes', type: INT, json: 'expires_in_minutes' },
  ];
}

/**
 * The structs that Ory hands to its SMS templates, fields in Ory's order.
 * https://github.com/ory/kratos/tree/master/courier/template/sms
 */
export const ORY_MODELS: Readonly<Record<OryTemplateType, StructType>> = {
  login_code_valid: struct('sms.LoginCodeValidModel', [...flow('LoginCode', 'login_code'), OAUTH2, HEADERS]),
  registration_code_valid: struct('sms.RegistrationCodeValidModel', [
    ...flow('RegistrationCode', 'registration_code'),
    OAUTH2,
    HEADERS,
  ]),
  verification_code_valid: struct('sms.VerificationCodeValidModel', [
    ...flow('VerificationCode', 'verification_code'),
    OAUTH2,
  ]),
  // Ory's own name for it in JSON
  recovery_code_valid: struct('sms.RecoveryCodeValidModel', [...flow('RecoveryCode', 'verification_code'), HEADERS]),
  verifiable_address_changed: struct('sms.VerifiableAddressChangedModel', [
    TO,
    IDENTITY,
    text('ChangedAt', 'changed_at'),
    TRANSIENT_PAYLOAD,
    HEADERS,
  ]),
  authenticator_key_added: struct('sms.AuthenticatorKeyAddedModel', [
    TO,
    IDENTITY,
    text('AddedAt', 'added_at'),
    TRANSIENT_PAYLOAD,
    HEADERS,
  ]),
};

function text(name: string, json: string): StructField {
  return { name, type: STRING, json };
}

function struct(name: string, fields: readonly StructField[]): StructType {
  return { kind: 'struct', name, fields };
}
