// Twilio, "Create a Message resource": form fields, all of them strings.
function(sender) function(ctx) sender {
  To: ctx.recipient,
  Body: ctx.body,
}
