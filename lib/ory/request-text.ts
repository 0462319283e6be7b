import type { OryValue } from './document';
import type { Findings } from './findings';
import type { ImportedAuth } from './model';
import type { OryPlace } from './problem';

/** A text of a request config, and where it stands. */
export interface Text {
  readonly text: string;
  readonly place: OryPlace;
}

export interface NamedText extends Text {
  readonly name: string;
}

export interface ReadAuth {
  readonly type: ImportedAuth['type'];
  readonly fields: Readonly<Record<string, Text>>;
}

export function readText(value: OryValue, findings: Findings): string | undefined {
  const text = value.scalar();
  return typeof text === 'string' ? text : findings.problem(value.place, 'is no text: put quotes around it');
}

/** What YAML makes of `user: { $ACCOUNT_SID }`, as Ory's page has it. */
export function mappedPlaceholder(value: OryValue): string | undefined {
  const [[name, nothing] = [], ...others] = value.fields();
  return name?.startsWith('$') && nothing?.scalar() === null && others.length === 0 ? `{${name}}` : undefined;
}
