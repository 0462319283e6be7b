// AWS End User Messaging's answers: an error's name, and its reason where there is one.
// https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html#API_SendTextMessage_Errors
local byName = {
  AccessDeniedException: 'unauthorized',
  ExpiredTokenException: 'unauthorized',
  IncompleteSignature: 'unauthorized',
  IncompleteSignatureException: 'unauthorized',
  InvalidSignatureException: 'unauthorized',
  MissingAuthenticationToken: 'unauthorized',
  MissingAuthenticationTokenException: 'unauthorized',
  NoCredentials: 'unauthorized',
  NotAuthorized: 'unauthorized',
  OptInRequired: 'unauthorized',
  SignatureDoesNotMatch: 'unauthorized',
  UnrecognizedClientException: 'unauthorized',
  ResourceNotFoundException: 'bad_sender',
  ServiceQuotaExceededException: 'out_of_credit',
  ThrottlingException: 'throttled',
  // refused for the function's clock, which the SDK has set right by the next attempt
  RequestExpired: 'unavailable',
  ServiceUnavailable: 'unavailable',
  ServiceUnavailableException: 'unavailable',
  InternalFailure: 'ambiguous',
  InternalServerException: 'ambiguous',
  ConflictException: 'bad_request',
  ValidationException: 'bad_request',
};
local byReason = {
  DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION: 'blocked',
  DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE: 'blocked',
  // the account is in AWS's sandbox: another provider may well send to this number
  DESTINATION_PHONE_NUMBER_NOT_VERIFIED: 'unsupported_destination',
  DESTINATION_PHONE_NUMBER_OPTED_OUT: 'opted_out',
  MESSAGE_TYPE_MISMATCH: 'bad_sender',
  NO_ORIGINATION_IDENTITIES_FOUND: 'bad_sender',
  NUMBER_CAPABILITIES_MISMATCH: 'bad_sender',
  RESOURCE_NOT_ACTIVE: 'bad_sender',
  CANNOT_PARSE: 'invalid_recipient',
  CHANNEL_NOT_ENABLED: 'bad_sender',
  COUNTRY_CODE_MISMATCH: 'unsupported_destination',
  COUNTRY_NOT_ENABLED: 'unsupported_destination',
  DESTINATION_COUNTRY_BLOCKED: 'unsupported_destination',
  INTERNATIONAL_SENDING_NOT_SUPPORTED: 'unsupported_destination',
  INVALID_ARN: 'bad_sender',
  INVALID_IDENTITY_FOR_DESTINATION_COUNTRY: 'unsupported_destination',
  PRICE_OVER_THRESHOLD: 'unsupported_destination',
  RESOURCE_NOT_ACCESSIBLE: 'bad_sender',
  SENDER_ID_NOT_REGISTERED: 'bad_sender',
  SENDER_ID_NOT_SUPPORTED: 'bad_sender',
  SENDER_ID_REQUIRES_REGISTRATION: 'bad_sender',
};
function(res)
  local json = if std.isObject(res.json) then res.json else {};
  local name = std.get(json, 'error');
  local reason = std.get(json, 'reason');
  local class =
    if name == null then null
    else if std.get(json, 'fields', []) == ['DestinationPhoneNumber'] then 'invalid_recipient'
    else if reason != null && reason in byReason then byReason[reason]
    else std.get(byName, name);
  if res.status == 200 then { outcome: 'accepted', message_id: std.get(json, 'MessageId') }
  else if class == null then null
  else { outcome: class, code: if reason == null then name else name + '/' + reason, detail: std.get(json, 'message') }
