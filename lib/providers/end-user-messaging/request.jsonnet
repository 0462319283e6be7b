// AWS End User Messaging, "SendTextMessage": https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html
function(settings) function(ctx)
  local identities = std.get(settings, 'identities', {});
  local identity = std.get(identities, ctx.courier.country, std.get(identities, 'default'));
  local type = std.get(ctx, 'template_type', '');
  local templateIds = std.get(settings, 'indiaTemplateIds', {});
  local templateId = std.get(templateIds, type, std.get(templateIds, type + '_valid', std.get(templateIds, 'default')));
  local toIndia = ctx.courier.country == 'IN' && 'indiaEntityId' in settings;
  local given(name) = name in settings;
  // without its template's id networks in India drop the message and tell nobody
  if toIndia && templateId == null then error 'indiaTemplateId has no id for %s, and no default' % type
  else {
    DestinationPhoneNumber: ctx.recipient,
    MessageBody: ctx.body,
    MessageType: settings.messageType,
    // a code that arrives when it no longer works is of no use; AWS takes 5 seconds to 3 days
    TimeToLive: std.max(5, std.min(259200, ctx.courier.ttl_seconds)),
    [if identity != null then 'OriginationIdentity']: identity,
    [if given('configurationSetName') then 'ConfigurationSetName']: settings.configurationSetName,
    [if given('protectConfigurationId') then 'ProtectConfigurationId']: settings.protectConfigurationId,
    [if given('keyword') then 'Keyword']: settings.keyword,
    [if given('maxPrice') then 'MaxPrice']: settings.maxPrice,
    [if given('context') then 'Context']: settings.context,
    [if toIndia then 'DestinationCountryParameters']: {
      IN_ENTITY_ID: settings.indiaEntityId,
      IN_TEMPLATE_ID: templateId,
    },
  }
