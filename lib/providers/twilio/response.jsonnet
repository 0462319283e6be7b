// Twilio's answers: https://www.twilio.com/docs/api/errors
function(res)
  if res.status == 201 && std.isObject(res.json) then { outcome: 'accepted', message_id: std.get(res.json, 'sid') }
  else null
