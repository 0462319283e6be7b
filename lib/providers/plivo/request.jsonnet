// Plivo, "Send a message".
function(settings) function(ctx)
  local digits(number) = std.strReplace(number, '+', '');
  local optional(field, prop) = { [if prop in settings then field]: settings[prop] };
  // Plivo would take it for the end of one number and the begin of the next
  assert std.length(std.findSubstr('<', ctx.recipient)) == 0 : 'the recipient holds "<", which separates recipients';
  {
    dst: digits(ctx.recipient),
    text: ctx.body,
    type: 'sms',
    // what still waits in a queue when the message's life is over is not sent: 5 to 10,799 seconds
    message_expiry: std.max(5, std.min(10799, ctx.courier.ttl_seconds)),
    [if 'src' in settings then 'src']:
      digits(std.get(settings.src, ctx.courier.country, std.get(settings.src, 'default', ''))),
  }
  + optional('powerpack_uuid', 'powerpackUuid')
  + optional('log', 'log')
  + optional('url', 'url')
  + if ctx.courier.country != 'IN' then {} else
    optional('dlt_entity_id', 'dltEntityId')
    + optional('dlt_template_id', 'dltTemplateId')
    + optional('dlt_template_category', 'dltTemplateCategory')
