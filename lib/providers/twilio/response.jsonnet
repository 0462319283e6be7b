// Twilio's answers. The codes: https://www.twilio.com/docs/api/errors, each with a page of its own.
local CODES = {
  unauthorized: [20003, 20005, 20006, 20404, 30002],
  throttled: [14107, 20429, 21611, 30001, 30003, 30017, 30022, 30023, 30027, 30036, 63017, 63018, 63038],
  // "some of the operations are not allowed": nothing was done
  unavailable: [21730],
  // Twilio's page on 20500: to send it again may send it twice. 30410: Twilio does not, for that reason.
  ambiguous: [20500, 20503, 30008, 30410],
  bad_sender: [
    21212, 21601, 21603, 21606, 21701, 21702, 21703, 21704, 21705, 21910,
    30018, 30024, 30032, 30034, 30035, 30883, 30884,
  ],
  unsupported_destination: [21408, 21608, 21612],
  invalid_recipient: [21211, 21614, 30005, 30006],
  opted_out: [21610],
  blocked: [30004, 30007, 30450, 30453, 60410],
  bad_request: [21602, 21604, 21609, 21617, 21620, 21655, 21656, 30029, 30030],
};

function(res)
  local json = if std.isObject(res.json) then res.json else {};
  local text(field) =
    local value = std.get(json, field);
    if std.isString(value) || std.isNumber(value) then std.toString(value) else null;
  local classesOf(code) = [
    class
    for class in std.objectFields(CODES)
    if code != null && std.member(std.map(std.toString, CODES[class]), code)
  ];
  local failed(class, code, detail) = { outcome: class, code: code, detail: detail };
  if res.status >= 200 && res.status < 300 then
    // taken, and failed at once: the code says why
    if std.member(['failed', 'undelivered', 'canceled'], text('status')) then
      local code = text('error_code');
      local known = classesOf(code);
      failed(
        if std.length(known) > 0 then known[0] else 'bad_request',
        if code == null then json.status else code,
        if text('error_message') == null then 'the message is ' + json.status else text('error_message'),
      )
    else if text('sid') != null then { outcome: 'accepted', message_id: json.sid }
    else failed('ambiguous', std.toString(res.status), 'the answer names no message, which Twilio always does')
  else
    local known = classesOf(text('code'));
    if std.length(known) > 0 then failed(known[0], text('code'), text('message')) else null
