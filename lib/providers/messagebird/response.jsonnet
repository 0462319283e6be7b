// MessageBird's answers: errors by code, and HTTP 201 with a status for each recipient.
// https://developers.messagebird.com/api/#api-errors, https://developers.messagebird.com/api/sms-messaging#sms-statuses
local CLASSES = {
  '2': 'unauthorized',
  '9': 'bad_request',
  '10': 'bad_request',
  '20': 'bad_request',
  '21': 'bad_request',
  '25': 'out_of_credit',
  '98': 'bad_request',
  // an error inside, which says nothing of how far the message came
  '99': 'ambiguous',
};

// A field that is missing or invalid is the recipient's fault, or the sender's, or the request's.
local classOf(code, parameter, description) =
  if !std.member(['9', '10'], code) then std.get(CLASSES, code)
  else if std.member(['recipient', 'recipients'], parameter) then
    // an account on trial reaches its owner's number only
    if std.length(std.findSubstr('test period', description)) > 0 then 'unsupported_destination' else 'invalid_recipient'
  else if parameter == 'originator' then 'bad_sender'
  else CLASSES[code];

// A message that has failed when it is answered for does not say why: another provider may have a route to the number.
local FAILED = { delivery_failed: 'unsupported_destination', expired: 'unavailable' };

function(res)
  local isOk = res.status >= 200 && res.status < 300;
  local json = if std.isObject(res.json) then res.json else {};
  local list(value) = if std.isArray(value) then std.filter(std.isObject, value) else [];
  local text(object, field) =
    local value = std.get(object, field);
    if std.isString(value) || std.isNumber(value) then std.toString(value) else '';
  local errors = list(std.get(json, 'errors'));
  local recipients = std.get(json, 'recipients');
  local totals = if std.isObject(recipients) then recipients else {};
  local items = list(std.get(totals, 'items'));
  local failed = [item for item in items if std.objectHas(FAILED, text(item, 'status'))];
  local total = text(totals, 'totalCount');
  if std.length(errors) > 0 && res.status != 429 then
    local code = text(errors[0], 'code');
    local description = text(errors[0], 'description');
    local class = classOf(code, text(errors[0], 'parameter'), description);
    if class != null then { outcome: class, code: code, detail: description }
    else if isOk then { outcome: 'bad_request', code: code, detail: description }
    else null
  else if !isOk then null
  else if text(json, 'id') == '' || totals == {} then
    { outcome: 'ambiguous', code: std.toString(res.status), detail: 'the answer names no message, which MessageBird always does' }
  else if total == '0' then
    { outcome: 'invalid_recipient', code: std.toString(res.status), detail: 'MessageBird took none of the recipients' }
  else if std.length(failed) > 0 && std.length(failed) == std.length(items) then
    local status = text(failed[0], 'status');
    { outcome: FAILED[status], code: status, detail: 'the message ended at once as ' + status }
  else if total != '' && total == text(totals, 'totalDeliveryFailedCount') then
    { outcome: FAILED.delivery_failed, code: 'delivery_failed', detail: 'the message ended at once as delivery_failed' }
  else
    { outcome: 'accepted', message_id: json.id }
    + if std.length(failed) > 0 then
      { code: text(failed[0], 'status'), warning: 'some of the recipients were not taken' }
    else {}
