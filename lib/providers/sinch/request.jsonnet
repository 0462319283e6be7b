// Sinch SMS, "Send": https://developers.sinch.com/docs/sms/api-reference/sms/tag/Batches/
function(settings) function(ctx)
  // there "${name}" stands for a parameter, and nothing escapes it: so every dollar becomes a parameter whose value is a dollar
  local isParameterized = std.length(std.findSubstr('${', ctx.body)) > 0;
  local maxSeconds = 3 * 24 * 60 * 60;
  {
    type: 'mt_text',
    to: [ctx.recipient],
    body: if isParameterized then std.strReplace(ctx.body, '$', '${d}') else ctx.body,
    [if isParameterized then 'parameters']: { d: { default: '$' } },
    [if 'senders' in settings then 'from']: std.get(settings.senders, ctx.courier.country, settings.senders.default),
    // without it Sinch tries for three days, which is the longest that it allows
    [if ctx.courier.ttl_seconds <= maxSeconds then 'expire_at']: ctx.courier.expires_at,
    client_reference: ctx.courier.id,
    [if 'deliveryReport' in settings then 'delivery_report']: settings.deliveryReport,
    [if 'callbackUrl' in settings then 'callback_url']: settings.callbackUrl,
  }
