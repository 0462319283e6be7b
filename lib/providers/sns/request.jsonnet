// Amazon SNS, "Publish": https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html
function(settings) function(ctx)
  local text(value) = { DataType: 'String', StringValue: value };
  local senders = std.get(settings, 'senders', {});
  local sender = std.get(senders, ctx.courier.country, std.get(senders, 'default'));
  local isNumber = sender != null && std.stripChars(sender, '+0123456789') == '';
  local toIndia = ctx.courier.country == 'IN' && 'indiaEntityId' in settings;
  {
    PhoneNumber: ctx.recipient,
    Message: ctx.body,
    MessageAttributes: {
      'AWS.SNS.SMS.SMSType': text(settings.smsType),
      [if sender != null then if isNumber then 'AWS.MM.SMS.OriginationNumber' else 'AWS.SNS.SMS.SenderID']: text(sender),
      [if 'maxPrice' in settings then 'AWS.SNS.SMS.MaxPrice']: { DataType: 'Number', StringValue: settings.maxPrice },
      [if toIndia then 'AWS.MM.SMS.EntityId']: text(settings.indiaEntityId),
      [if toIndia then 'AWS.MM.SMS.TemplateId']: text(settings.indiaTemplateId),
    },
  }
