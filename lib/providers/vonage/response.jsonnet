// Vonage's answers: HTTP 200 for failures too, and a status for each part of the message.
// https://developer.vonage.com/messaging/sms/guides/troubleshooting-sms
local CLASSES = {
  '1': 'throttled',
  '2': 'bad_request',
  '3': 'bad_request',
  '4': 'unauthorized',
  // a part with a status other than 0 has not been queued for sending: to ask again sends nothing twice
  '5': 'unavailable',
  '6': 'invalid_recipient',
  '7': 'blocked',
  '8': 'unauthorized',
  '9': 'out_of_credit',
  '10': 'throttled',
  '11': 'unauthorized',
  '12': 'bad_request',
  '13': 'unavailable',
  '14': 'unauthorized',
  '15': 'bad_sender',
  '22': 'bad_request',
  '23': 'bad_request',
  '29': 'unsupported_destination',
  '32': 'unauthorized',
  '33': 'invalid_recipient',
};

// "please wait [ 250 ] and retry": milliseconds
local waitSeconds(text) =
  local bracketed = std.split(std.split(text + '[', '[')[1], ']')[0];
  local digits = std.stripChars(bracketed, ' ');
  local isNumber = std.length(std.stripChars(digits, '0123456789')) == 0 && std.length(digits) > 0;
  if isNumber && std.length(digits) < 10 then std.parseInt(digits) / 1000 else null;

function(res)
  local isOk = res.status >= 200 && res.status < 300;
  local messages = if std.isObject(res.json) then std.get(res.json, 'messages') else null;
  local text(part, field) =
    local value = std.get(part, field);
    if std.isString(value) || std.isNumber(value) then std.toString(value) else '';
  local parts = if std.isArray(messages) then std.filter(std.isObject, messages) else [];
  local sent = [part for part in parts if text(part, 'status') == '0'];
  local refused = [part for part in parts if !std.member(['', '0'], text(part, 'status'))];
  local status = text(refused[0], 'status');
  local reason = text(refused[0], 'error-text');
  if isOk && std.length(sent) > 0 then
    { outcome: 'accepted', message_id: std.get(sent[0], 'message-id') }
    + if std.length(refused) > 0 then
      { code: status, warning: 'some parts of the message were not taken: ' + reason }
    else {}
  else if std.length(refused) > 0 then
    local class = std.get(CLASSES, status, if isOk then 'bad_request');
    if class == null then null
    else {
      outcome: class,
      code: status,
      detail: reason,
      [if class == 'throttled' then 'retry_after']: waitSeconds(reason),
    }
  else if isOk then
    { outcome: 'ambiguous', code: std.toString(res.status), detail: 'the answer tells no status, which Vonage always does' }
  else null
