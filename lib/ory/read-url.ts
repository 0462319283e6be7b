import { canonicalHost, hostOf } from '../../lambda/request/hosts';
import type { OryValue } from './document';
import type { Findings } from './findings';
import { readText, type Text } from './request-text';

export function readUrl(config: OryValue, findings: Findings): Text | undefined {
  const value = config.get('url');
  if (value === undefined) {
    return findings.problem(config.place, "has no url: add the address of the provider's API, url: https://…");
  }
  const text = readText(value, findings);
  if (text === undefined) return undefined;
  const problem = urlProblem(text);
  return problem === undefined ? { text, place: value.place } : findings.problem(value.place, problem);
}

/** The url itself is not told: it may hold a key. */
function urlProblem(text: string): string | undefined {
  const left = /<[^>]*>/.exec(text)?.[0];
  if (left !== undefined) return `holds the placeholder ${left}: replace it with your own value`;
  let url: URL;
  try {
    url = new URL(text.replace(/\{\$\w+\}/g, '1'));
  } catch {
    return 'is no absolute url: write one such as https://sms.example.com/send';
  }
  if (url.protocol !== 'https:') {
    return `has the scheme ${url.protocol}//: only https is allowed, since codes and credentials travel in it; a service inside your VPC is declared by SmsProvider.http({ allowPlainHttp: true, … })`;
  }
  if (url.username !== '' || url.password !== '') {
    return 'holds a user or password: move it to auth, type basic_auth';
  }
  if (hostOf(text) === undefined || canonicalHost(url.host) === undefined) {
    return 'has a placeholder in its host: hosts must be known before a message comes, so write it out';
  }
  return undefined;
}
