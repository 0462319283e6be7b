/**
 * Lets Jsonnet that was written for `courier.sms` run: its ctx had `from`, `to` and `body`. Lines stay where they were.
 * https://github.com/ory/docs/blob/master/docs/kratos/self-hosted/10_sending-sms.mdx
 */
export function adaptLegacyBody(jsonnet: string, from: string): string {
  return [
    `local legacy = (${jsonnet.trimEnd()}`,
    ');',
    'if std.isFunction(legacy)',
    `then function(ctx) legacy(ctx { from: ${JSON.stringify(from)}, to: ctx.recipient })`,
    'else legacy',
    '',
  ].join('\n');
}
