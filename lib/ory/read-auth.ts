import type { OryValue } from './document';
import type { Findings } from './findings';
import type { ImportedAuth } from './model';
import { mappedPlaceholder, type ReadAuth, readText, type Text } from './request-text';

const AUTH_FIELDS: Readonly<Record<ImportedAuth['type'], readonly string[]>> = {
  basic_auth: ['user', 'password'],
  api_key: ['name', 'value'],
};

export function readAuth(auth: OryValue | undefined, findings: Findings): ReadAuth | 'none' | undefined {
  if (auth === undefined || auth.scalar() === null) return 'none';
  if (!auth.isMapping()) return findings.problem(auth.place, 'is no mapping: give type and config');
  const type = auth.get('type')?.scalar() ?? '';
  // as in Ory, where no type means no auth
  if (type === '') return 'none';
  if (type !== 'basic_auth' && type !== 'api_key') {
    const place = auth.get('type')?.place ?? auth.place;
    return findings.problem(
      place,
      `is ${JSON.stringify(type)}, an auth type that Ory does not know: use basic_auth or api_key; a bearer token goes into headers, Authorization: Bearer {$TOKEN}`,
    );
  }
  const config = auth.get('config');
  const fields: Record<string, Text> = {};
  for (const name of AUTH_FIELDS[type]) {
    const value = config?.get(name);
    if (value === undefined) {
      return findings.problem(
        (config ?? auth).place,
        `has no ${name}: ${type} needs ${AUTH_FIELDS[type].join(' and ')}`,
      );
    }
    const text = mappedPlaceholder(value) ?? readText(value, findings);
    if (text === undefined) return undefined;
    fields[name] = { text, place: value.place };
  }
  const where = config?.get('in');
  if (type === 'api_key' && where !== undefined) {
    fields['in'] = { text: where.scalar() === 'cookie' ? 'cookie' : 'header', place: where.place };
  }
  return { type, fields };
}
