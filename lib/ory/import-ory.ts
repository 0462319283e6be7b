import { parseOryDocument } from './document';
import { noteDoubts } from './doubts';
import { findChannel, findCourier } from './find-channel';
import { Findings } from './findings';
import { adaptLegacyBody } from './legacy';
import type { ImportedCourier } from './model';
import { noteRest } from './note-rest';
import { providerCall } from './provider-call';
import { readRequest } from './read-request';
import { type ReadOrySource, sourceReader } from './read-source';
import { readTemplates } from './read-templates';

export interface OryImportInput {
  /** YAML or JSON: a whole Ory identity configuration, one channel, or a bare `request_config`. */
  readonly text: string;
  /** Names the text in errors and in the report. */
  readonly file: string;
  /** What `file://` sources are relative to. */
  readonly folder: string;
  /**
   * Texts of `https://` sources, by their addresses.
   *
   * @default - such sources are a problem
   */
  readonly downloaded?: ReadonlyMap<string, string>;
}

/** Reads Ory's configuration of its SMS courier. @throws {OryConfigError} that names all that is in the way, with its line */
export function importOry({ text, file, folder, downloaded = new Map() }: OryImportInput): ImportedCourier {
  const root = parseOryDocument(text, file);
  const findings = new Findings(file);
  const readSource = sourceReader(findings, folder, downloaded);
  const channel = findChannel(root, findings);
  const read = channel === undefined ? undefined : readRequest(channel.requestConfig, findings, readSource);
  const templates = readTemplates(findCourier(root)?.get('templates'), findings, readSource);
  noteRest(root, findings);
  if (channel === undefined || read === undefined) throw findings.error();
  findings.check();

  const { service, secrets, bodyPlace } = read;
  noteDoubts(service.id, read.request, bodyPlace, findings);
  const { legacy } = channel;
  const body = legacy === undefined ? read.request.body : adaptLegacyBody(read.request.body, legacy.from);
  const provider = providerCall(service.id, { ...read.request, body }, secrets.list());
  findings.note('taken', channel.requestConfig.place, `is provider ${service.id}, by SmsProvider.${provider.factory}`);
  return { file, provider, secrets: secrets.list(), templates, report: findings.report() };
}

/** The addresses of Jsonnet and templates that must be downloaded before the import. @throws {OryConfigError} if it is no YAML */
export function remoteSources({ text, file }: OryImportInput): string[] {
  const root = parseOryDocument(text, file);
  const ignored = new Findings(file);
  const addresses: string[] = [];
  const collect: ReadOrySource = (_, source) => {
    if (source.startsWith('https://')) addresses.push(source);
    return undefined;
  };
  const channel = findChannel(root, ignored);
  if (channel !== undefined) readRequest(channel.requestConfig, ignored, collect);
  readTemplates(findCourier(root)?.get('templates'), ignored, collect);
  return addresses;
}
