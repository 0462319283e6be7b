// What WhatsApp says of nearly every message: it has it.
function(res)
  local sent = if res.status == 200 && std.isObject(res.json) then std.get(res.json, 'messages');
  local message = if std.isArray(sent) && std.length(sent) == 1 then sent[0];
  if std.isObject(message) && 'id' in message && std.member(['accepted', null], std.get(message, 'message_status'))
  then { outcome: 'accepted', message_id: message.id }
