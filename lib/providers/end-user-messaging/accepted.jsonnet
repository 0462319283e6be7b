// What the service says of a message that it takes.
function(res)
  if res.status == 200 && std.isObject(res.json) then { outcome: 'accepted', message_id: std.get(res.json, 'MessageId') }
