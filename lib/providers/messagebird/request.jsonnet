// MessageBird, "Send outbound SMS": numbers are without +.
function(settings) function(ctx)
  local digits(number) = std.lstripChars(number, '+');
  {
    originator: digits(std.get(settings.from, ctx.courier.country, std.get(settings.from, 'default', ''))),
    recipients: [digits(ctx.recipient)],
    body: ctx.body,
    // the default, plain, replaces characters outside of GSM-7
    datacoding: 'auto',
    // without one there are no status reports
    reference: ctx.courier.id,
    // seconds: no code arrives after its time
    validity: std.max(1, ctx.courier.ttl_seconds),
    [if 'reportUrl' in settings then 'reportUrl']: settings.reportUrl,
    [if 'gateway' in settings then 'gateway']: settings.gateway,
  }
