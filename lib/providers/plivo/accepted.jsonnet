// What Plivo says of nearly every message: queued, and the id of it.
function(res)
  local uuids = if std.isObject(res.json) then std.get(res.json, 'message_uuid');
  if res.status == 202 && std.isArray(uuids) && std.length(uuids) == 1
  then { outcome: 'accepted', message_id: uuids[0] }
