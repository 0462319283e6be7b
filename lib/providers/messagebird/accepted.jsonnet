// What MessageBird says of nearly every message: one recipient, who is sent it.
function(res)
  local json = res.json;
  local recipients = if res.status == 201 && std.isObject(json) && std.isString(std.get(json, 'id')) && json.id != ''
                        && !std.objectHas(json, 'errors') then std.get(json, 'recipients');
  local items = if std.isObject(recipients) && std.get(recipients, 'totalCount') == 1
                   && std.get(recipients, 'totalDeliveryFailedCount') == 0 then std.get(recipients, 'items');
  if std.isArray(items) && std.length(items) == 1 && std.isObject(items[0]) && std.get(items[0], 'status') == 'sent'
  then { outcome: 'accepted', message_id: json.id }
