// Plivo's answers: https://docs.plivo.com/docs/messaging/api/response. Its error codes come with delivery reports only.
function(res)
  local json = if std.isObject(res.json) then res.json else {};
  local list(field) = local value = std.get(json, field); if std.isArray(value) then value else null;
  // "error" is a text or an object
  local reason =
    local value = std.get(json, 'error');
    if value == null then null else std.toString(value);
  local failed(class, code, detail) = { outcome: class, code: code, detail: detail };
  local status = std.toString(res.status);
  if res.status >= 200 && res.status < 300 then
    local uuids = list('message_uuid');
    local invalid = list('invalid_number');
    if uuids == null then
      failed('ambiguous', status, 'the answer has no list of messages, which Plivo always gives')
    else if std.length(uuids) > 0 then { outcome: 'accepted', message_id: uuids[0] }
    // queued is nothing
    else if invalid != null && std.length(invalid) > 0 then
      failed('invalid_recipient', 'invalid_number', 'Plivo names the recipient as an invalid number')
    else failed('bad_request', 'no_message', if reason == null then 'Plivo queued nothing and does not say why' else reason)
  // for two minutes after a message that could not be paid for; of what status is not documented
  else if reason != null && std.length(std.findSubstr('insufficient credit', std.asciiLower(reason))) > 0 then
    failed('out_of_credit', 'insufficient_credit', reason)
  // country not enabled in Geo Permissions: plivo-node's GeoPermissionError
  else if res.status == 403 then failed('unsupported_destination', status, reason)
  else if std.member([400, 404, 405, 406], res.status) then failed('bad_request', status, reason)
  else if res.status == 401 then failed('unauthorized', status, reason)
  else if res.status == 429 then failed('throttled', status, reason)
  else null
