import type { OryPlace, OryRemark } from './problem';

/** What became of a setting. */
export type OryDisposition = 'taken' | 'changed' | 'ignored' | 'check';

/** A setting of the configuration, and what became of it. */
export interface OryImportEntry extends OryRemark {
  /**
   * `taken`: it is here what it was in Ory. `changed`: something else does what it did. `ignored`: it is of no use here.
   * `check`: it was taken, and will probably not do what it should.
   */
  readonly disposition: OryDisposition;
}

/** What was made of an Ory configuration, in the order of the file. */
export interface OryImportReport {
  /** The file, as it was named. */
  readonly file: string;
  /** One for each setting. */
  readonly entries: readonly OryImportEntry[];
}

/** A secret that the imported configuration needs. */
export interface ImportedSecret {
  /** As in `{$NAME}`. */
  readonly name: string;
  /** A name for its SSM parameter. */
  readonly parameterName: string;
  /** Where the configuration needs it first. */
  readonly place: OryPlace;
  /** Where in that it stands, such as ` in line 3 of its Jsonnet`; may be empty. */
  readonly detail: string;
  /** Whether the file holds the value itself, for which a placeholder now stands. */
  readonly wasLiteral: boolean;
}

/** Texts may hold `{$NAME}` placeholders; literal credentials have become such. */
export type ImportedAuth =
  | { readonly type: 'basic_auth'; readonly config: { readonly user: string; readonly password: string } }
  | {
      readonly type: 'api_key';
      readonly config: { readonly name: string; readonly value: string; readonly in: 'header' | 'cookie' };
    };

/** Ory's `request_config`, its sources read. */
export interface ImportedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Jsonnet. */
  readonly body: string;
  readonly auth?: ImportedAuth;
}

/** A value of a provider's props: a secret goes by its name. */
export type ImportedValue = string | SecretByName | ImportedProps;
export type ImportedProps = { readonly [name: string]: ImportedValue };

/** A call of one of the factories of `SmsProvider`. */
export interface ProviderCall {
  readonly factory: 'http' | 'twilio';
  readonly props: ImportedProps;
}

export class SecretByName {
  constructor(readonly name: string) {}
}

/** A courier's configuration as far as Ory's tells it. It knows no construct, so that the command can do without cdktf. */
export interface ImportedCourier {
  /** The file, as it was named. */
  readonly file: string;
  readonly provider: ProviderCall;
  readonly secrets: readonly ImportedSecret[];
  /** Go templates by template type. */
  readonly templates: Readonly<Record<string, string>>;
  readonly report: OryImportReport;
}
