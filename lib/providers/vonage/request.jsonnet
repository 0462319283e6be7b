// Vonage, "Send an SMS": form fields, all of them strings.
function(settings) function(ctx)
  local digits(number) = std.lstripChars(number, '+');
  local type = ctx.template_type;
  local contentIds = std.get(settings, 'contentId', {});
  local contentId = std.get(contentIds, type, std.get(contentIds, type + '_valid', std.get(contentIds, 'default')));
  local isDlt = ctx.courier.country == 'IN' && 'entityId' in settings;
  // without its template's id networks in India drop the message and tell nobody
  if isDlt && contentId == null then error 'contentId has no id for %s, and no default' % type
  else {
    from: digits(std.get(settings.from, ctx.courier.country, std.get(settings.from, 'default', ''))),
    to: digits(ctx.recipient),
    text: ctx.body,
    // Vonage does not look: characters outside of GSM-7 would arrive as question marks
    type: if ctx.courier.encoding == 'GSM-7' then 'text' else 'unicode',
    // milliseconds, 20 s to 7 d: no code arrives after its time
    ttl: std.toString(std.max(20000, std.min(604800000, ctx.courier.ttl_seconds * 1000))),
    'client-ref': std.substr(ctx.courier.id, 0, 100),
    [if isDlt then 'entity-id']: settings.entityId,
    [if isDlt then 'content-id']: contentId,
    [if 'callback' in settings then 'callback']: settings.callback,
    [if 'statusReportReq' in settings then 'status-report-req']: std.toString(settings.statusReportReq),
    [if 'accountRef' in settings then 'account-ref']: settings.accountRef,
    [if 'trustedNumber' in settings then 'trusted-number']: std.toString(settings.trustedNumber),
  }
