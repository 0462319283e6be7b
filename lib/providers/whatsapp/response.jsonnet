// WhatsApp's answers, by error.code and not by HTTP status, as Meta advises:
// https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
function(res)
  local object(value) = if std.isObject(value) then value else {};
  local json = object(res.json);
  local failure = object(std.get(json, 'error'));
  local sent = std.get(json, 'messages');
  local message = if std.isArray(sent) && std.length(sent) > 0 then object(sent[0]) else {};
  local status = std.get(message, 'message_status');

  local codes = {
    unavailable: [1, 2, 131000, 131016, 131057],
    throttled: [4, 80007, 130429, 131056, 133016],
    unauthorized: [0, 3, 10, 104, 190, 131005] + std.range(200, 299),
    bad_sender: [33, 368, 131031, 131037, 131045, 131048, 132001, 132015, 132016, 133010],
    out_of_credit: [131042],
    unsupported_destination: [130497, 131030],
    invalid_recipient: [131021, 131026],
    opted_out: [131050],
    blocked: [130472, 131049],
    bad_request: [100, 131008, 131009, 131047, 131051, 132000, 132005, 132007, 132012],
  };
  local code = std.toString(std.get(failure, 'code', ''));
  local listed = [class for class in std.objectFields(codes) if std.member(std.map(std.toString, codes[class]), code)];
  // the phone number's id is unknown, or the token may not use it
  local isUnknownSender = code == '100' && std.toString(std.get(failure, 'error_subcode', '')) == '33';
  local detail = std.get(object(std.get(failure, 'error_data')), 'details', std.get(failure, 'message'));

  if res.status == 200 && 'id' in message then
    if status == 'paused' then { outcome: 'bad_sender', code: status, message_id: message.id, detail: 'the template is paused' }
    else {
      outcome: 'accepted',
      message_id: message.id,
      // it comes late, or never; asking another provider as well could ring twice
      [if status == 'held_for_quality_assessment' then 'warning']: 'WhatsApp holds it back to judge the quality of the template',
      [if status == 'held_for_quality_assessment' then 'code']: status,
    }
  else if std.length(listed) == 0 then
    // a refusal that nobody has documented, or a page of something in between
    if res.status < 200 || res.status > 299 then null
    else if code != '' then { outcome: 'bad_request', code: code, [if std.isString(detail) then 'detail']: detail }
    else { outcome: 'ambiguous', code: res.status, detail: 'the answer names no message, which WhatsApp always does' }
  else {
    outcome: if isUnknownSender then 'bad_sender' else listed[0],
    code: code,
    [if std.isString(detail) then 'detail']: detail,
    // a phone gets one message in 6 s from a sender
    [if code == '131056' && !('retry-after' in res.headers) then 'retry_after']: 6,
  }
