import { readSource } from '../source';
import type { OryValue } from './document';
import type { Findings } from './findings';

/** Gives the text that a value of the configuration names; undefined if there is a problem with it. */
export type ReadOrySource = (value: OryValue, source: string, kind: 'jsonnet' | 'template') => string | undefined;

/** Paths without a scheme, which Ory takes for files, with a warning. */
const BARE_PATH = /^[\w./-]+\.(?:jsonnet|libsonnet|gotmpl|tmpl|txt)$/;

/**
 * @param folder the configuration's own, which paths are relative to
 * @param downloaded texts by their addresses
 */
export function sourceReader(
  findings: Findings,
  folder: string,
  downloaded: ReadonlyMap<string, string>,
): ReadOrySource {
  return (value, source, kind) => {
    const known = downloaded.get(source);
    if (known !== undefined) return known;
    if (/^https?:\/\//.test(source)) {
      const hint = source.startsWith('https:') ? ', or let `sms-courier ory import --download` do so' : '';
      const file = kind === 'jsonnet' ? 'sms.jsonnet' : 'sms.gotmpl';
      return findings.problem(
        value.place,
        `is at ${source.split('?', 1)[0]}: download it beside this file (curl -fsSo ${file} '…') and write file://${file}${hint}`,
      );
    }
    try {
      return readSource(
        BARE_PATH.test(source) ? `file://${source}` : source,
        (problem) => {
          throw new Error(problem);
        },
        folder,
      );
    } catch (error) {
      return findings.problem(value.place, (error as Error).message);
    }
  };
}
