// WhatsApp, "Authentication templates": https://developers.facebook.com/docs/whatsapp/business-management-api/authentication-templates
function(settings) function(ctx)
  local code = ctx.courier.code;
  local known = [locale for locale in ctx.courier.locales if locale in settings.languages];
  local parameters = [{ type: 'text', text: code }];
  if std.length(code) > 15 then
    error 'the code has %d characters: a template for authentication takes 15 at most' % std.length(code)
  else {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: ctx.recipient,
    type: 'template',
    template: {
      name: settings.template,
      language: { code: settings.languages[(known + ['default'])[0]] },
      // the text shows the code and the button copies it; whatever the button does, its type is url
      components: [
        { type: 'body', parameters: parameters },
        { type: 'button', sub_type: 'url', index: '0', parameters: parameters },
      ],
    },
    biz_opaque_callback_data: ctx.courier.id,
  }
