import { KINDS } from '../lib/providers/known';

/** A service as the command line lists it. */
export interface ListedProvider {
  readonly id: string;
  readonly title: string;
  readonly channel: string;
  readonly requiredProps: readonly string[];
}

/** Any other service. */
export const HTTP_KIND: ListedProvider = {
  id: 'http',
  title: "Any HTTP service, in the words of Ory's request_config",
  channel: 'sms',
  requiredProps: ['url', 'body'],
};

export function listProviders(): ListedProvider[] {
  return [...KINDS.map(({ id, title, channel, requiredProps }) => ({ id, title, channel, requiredProps })), HTTP_KIND];
}

/** A table for people: id, channel, title, and the props that must be given. */
export function providerTable(providers: readonly ListedProvider[]): string {
  const rows = [
    ['id', 'channel', 'props that must be given', 'service'],
    ...providers.map(({ id, channel, requiredProps, title }) => [id, channel, requiredProps.join(', '), title]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
