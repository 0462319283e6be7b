// What Vonage says of nearly every message: one part, and status 0.
function(res)
  local messages = if std.isObject(res.json) then std.get(res.json, 'messages');
  if res.status == 200 && std.isArray(messages) && std.length(messages) == 1 && std.isObject(messages[0])
     && std.get(messages[0], 'status') == '0'
  then { outcome: 'accepted', message_id: std.get(messages[0], 'message-id') }
