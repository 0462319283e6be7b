// What Twilio says of nearly every message: it has it, and its id is there.
function(res)
  local json = res.json;
  if res.status == 201 && std.isObject(json) && std.isString(std.get(json, 'sid'))
     && std.member(['accepted', 'queued', 'sending', 'sent'], std.get(json, 'status'))
  then { outcome: 'accepted', message_id: json.sid }
