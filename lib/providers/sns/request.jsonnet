// Amazon SNS, "Publish": https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html
function(settings) function(ctx)
  local text(value) = { DataType: 'String', StringValue: value };
  local senders = std.get(settings, 'senders', {});
  local sender = std.get(senders, ctx.courier.country, std.get(senders, 'default'));
  local isNumber = sender != null && std.stripChars(sender, '+0123456789') == '';
  local type = std.get(ctx, 'template_type', '');
  local templateIds = std.get(settings, 'indiaTemplateIds', {});
  local templateId = std.get(templateIds, type, std.get(templateIds, type + '_valid', std.get(templateIds, 'default')));
  local toIndia = ctx.courier.country == 'IN' && 'indiaEntityId' in settings;
  // without its template's id networks in India drop the message and tell nobody
  if toIndia && templateId == null then error 'indiaTemplateId has no id for %s, and no default' % type
  else {
    PhoneNumber: ctx.recipient,
    Message: ctx.body,
    MessageAttributes: {
      'AWS.SNS.SMS.SMSType': text(settings.smsType),
      [if sender != null then if isNumber then 'AWS.MM.SMS.OriginationNumber' else 'AWS.SNS.SMS.SenderID']: text(sender),
      [if 'maxPrice' in settings then 'AWS.SNS.SMS.MaxPrice']: { DataType: 'Number', StringValue: settings.maxPrice },
      [if toIndia then 'AWS.MM.SMS.EntityId']: text(settings.indiaEntityId),
      [if toIndia then 'AWS.MM.SMS.TemplateId']: text(templateId),
    },
  }
