// Sinch's answers: https://developers.sinch.com/docs/sms/api-reference/status-codes/
function(res)
  local json = if std.isObject(res.json) then res.json else {};
  local code = std.get(json, 'code');
  local text = std.get(json, 'text', '');
  local names(parameter) = std.isString(text) && std.length(std.findSubstr("'" + parameter, text)) > 0;
  local classes = {
    // its text alone tells which parameter is wrong
    syntax_invalid_parameter_format:
      if names('to') then 'invalid_recipient' else if names('from') then 'bad_sender' else 'bad_request',
    unknown_campaign: 'bad_sender',
    illegal_number_type: 'bad_sender',
    blocked_account: 'out_of_credit',
  };
  if res.status == 201 || (res.status >= 200 && res.status < 300 && 'id' in json)
  then { outcome: 'accepted', message_id: std.get(json, 'id') }
  // a page of something in between
  else if res.status >= 200 && res.status < 300 then
    { outcome: 'ambiguous', code: res.status, detail: 'the answer is not HTTP 201 and names no batch' }
  // a token that is wrong gives 401: 403 with a code is about what was asked for
  else if (res.status == 400 || res.status == 403) && std.isString(code) then
    { outcome: std.get(classes, code, 'bad_request'), code: code, [if std.isString(text) then 'detail']: text }
  // documented as not processed
  else if res.status == 500 || res.status == 503 then
    { outcome: 'unavailable', code: res.status, detail: 'Sinch answered HTTP %d' % res.status }
  else null
