import { isCredentialName, literalCredential, looksLikeCredential, secretNameOf } from './credentials';
import type { Findings } from './findings';
import { clearComments, findJsonnetCredentials, replaceLiterals } from './jsonnet-credentials';
import { isKnown, type KnownService } from './known-services';
import type { ImportedAuth } from './model';
import type { OryPlace } from './problem';
import type { NamedText, ReadAuth, Text } from './request-text';
import type { SecretNames } from './secret-names';

/** Gives the placeholder of a literal credential, and notes that it did. */
export type Hide = (value: string, called: string, place: OryPlace, detail?: string) => string;

export function hider(service: KnownService, secrets: SecretNames, findings: Findings): Hide {
  return (value, called, place, detail = '') => {
    const name = service.secretNames[called.toLowerCase()] ?? secretNameOf(called);
    const placeholder = secrets.replace(value, name, place, detail);
    findings.note('changed', place, `holds a credential${detail}: ${placeholder} stands for it now`);
    return placeholder;
  };
}

/** In the path of a service that is known stand accounts alone, which may look as random as a key. */
export function hideInUrl({ text, place }: Text, service: KnownService, hide: Hide): string {
  const [, base = '', path = '', query = ''] = /^([^:/?#]+:\/\/[^/?#]*)([^?#]*)(.*)$/s.exec(text) ?? [];
  const hiddenPath = isKnown(service)
    ? path
    : path.replace(/[^/]+/g, (part) =>
        looksLikeCredential(part) ? hide(part, 'secret', place, ' in its path') : part,
      );
  return base + hiddenPath + hideInQuery({ text: query, place }, hide);
}

function hideInQuery({ text, place }: Text, hide: Hide): string {
  return text.replace(/([?&])([^=&#]+)=([^&#]*)/g, (whole, mark: string, name: string, value: string) => {
    const suspicious = isCredentialName(name) || looksLikeCredential(value);
    if (!suspicious || literalCredential(value) === undefined) return whole;
    // the courier encodes what it puts there
    const encoded = value.includes('%') ? ' (store it without percent-encoding)' : '';
    return `${mark}${name}=${hide(value, name, place, ` in its parameter ${name}${encoded}`)}`;
  });
}

export function hideInHeader({ name, text, place }: NamedText, hide: Hide): string {
  const credential = literalCredential(text);
  if (credential === undefined) return text;
  const suspicious = isCredentialName(name) || credential.scheme !== '' || looksLikeCredential(credential.value);
  return suspicious ? credential.scheme + hide(credential.value, name, place) : text;
}

export function hideInAuth({ type, fields }: ReadAuth, hide: Hide): ImportedAuth {
  const text = (name: string) => fields[name]?.text ?? '';
  const hidden = (name: string, called: string) => {
    const credential = literalCredential(text(name));
    if (credential === undefined) return text(name);
    return credential.scheme + hide(credential.value, called, (fields[name] as Text).place);
  };
  if (type === 'basic_auth') {
    // services that want their key as the user leave the password empty
    const user = text('password') === '' ? hidden('user', 'user') : text('user');
    return { type, config: { user, password: hidden('password', 'password') } };
  }
  const name = text('name');
  return { type, config: { name, value: hidden('value', name), in: text('in') === 'cookie' ? 'cookie' : 'header' } };
}

export function hideInBody({ text, place }: Text, hide: Hide, findings: Findings): string {
  const source = clearComments(text);
  if (source !== text)
    findings.note('changed', place, 'holds what looks like a credential in a comment of its Jsonnet: it is taken out');
  return replaceLiterals(
    source,
    findJsonnetCredentials(source).map(({ literal, name, scheme, value, line }) => [
      literal,
      scheme + hide(value, name, place, ` in line ${line} of its Jsonnet`),
    ]),
  );
}
