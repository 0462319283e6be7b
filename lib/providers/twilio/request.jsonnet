// Twilio, "Create a Message resource": form fields, all of them strings.
function(settings) function(ctx) {
  To: ctx.recipient,
  Body: ctx.body,
  [if 'senders' in settings then 'From']: std.get(settings.senders, ctx.courier.country, settings.senders.default),
  [if 'messagingServiceSid' in settings then 'MessagingServiceSid']: settings.messagingServiceSid,
}
