// Twilio, "Create a Message resource": form fields, all of them strings.
function(settings) function(ctx)
  local optional(field, prop) = { [if prop in settings then field]: settings[prop] };
  {
    To: ctx.recipient,
    Body: ctx.body,
    // what still waits in a queue when the message's life is over is not sent: 1 to 36,000 seconds
    ValidityPeriod: std.toString(std.max(1, std.min(36000, ctx.courier.ttl_seconds))),
    [if 'from' in settings then 'From']: std.get(settings.from, ctx.courier.country, std.get(settings.from, 'default')),
  }
  + optional('MessagingServiceSid', 'messagingServiceSid')
  + optional('StatusCallback', 'statusCallback')
  + optional('ContentRetention', 'contentRetention')
  + optional('AddressRetention', 'addressRetention')
