// Amazon SNS's answers: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors and
// https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html; `error` is the code on the wire.
local classes = {
  AuthorizationError: 'unauthorized',
  AccessDenied: 'unauthorized',
  AccessDeniedException: 'unauthorized',
  ExpiredToken: 'unauthorized',
  ExpiredTokenException: 'unauthorized',
  IncompleteSignature: 'unauthorized',
  InvalidClientTokenId: 'unauthorized',
  InvalidSecurity: 'unauthorized',
  KMSAccessDenied: 'unauthorized',
  KMSOptInRequired: 'unauthorized',
  MissingAuthenticationToken: 'unauthorized',
  NoCredentials: 'unauthorized',
  NotAuthorized: 'unauthorized',
  OptInRequired: 'unauthorized',
  SignatureDoesNotMatch: 'unauthorized',
  UnrecognizedClientException: 'unauthorized',
  OptedOut: 'opted_out',
  // of the account: nothing that this message could help
  KMSDisabled: 'bad_sender',
  KMSInvalidState: 'bad_sender',
  KMSNotFound: 'bad_sender',
  KMSThrottling: 'throttled',
  Throttled: 'throttled',
  ThrottledException: 'throttled',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  RequestThrottled: 'throttled',
  RequestThrottledException: 'throttled',
  TooManyRequestsException: 'throttled',
  // refused for the function's clock, which the SDK has set right by the next attempt
  RequestExpired: 'unavailable',
  ServiceUnavailable: 'unavailable',
  InternalError: 'ambiguous',
  InternalFailure: 'ambiguous',
  EndpointDisabled: 'bad_request',
  NotFound: 'bad_request',
  ParameterValueInvalid: 'bad_request',
  PlatformApplicationDisabled: 'bad_request',
  ValidationError: 'bad_request',
  ValidationException: 'bad_request',
};
function(res)
  local json = if std.isObject(res.json) then res.json else {};
  local code = std.get(json, 'error');
  local message = std.get(json, 'message', '');
  // the number is not for SMS, or this region's SNS sends none at all: only another provider can tell which
  local notForThisNumber = code == 'InvalidParameter' && std.length(std.findSubstr('is not valid to publish to', message)) > 0;
  local class =
    if notForThisNumber then 'unsupported_destination'
    else if code == 'InvalidParameter' then 'bad_request'
    else if code != null then std.get(classes, code);
  if res.status == 200 then { outcome: 'accepted', message_id: std.get(json, 'MessageId') }
  else if class == null then null
  else { outcome: class, code: code, detail: message }
