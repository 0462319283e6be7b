import type { SourceConfig } from '../config';
import type { MessageDefaults } from '../message';
import type { Adapter } from './adapters/adapter';
import type { WriteIngressEntry } from './log';

/** A source that posts over HTTP, to a path of its own. */
export interface HttpSource {
  readonly id: string;
  readonly adapter: Adapter;
}

/** What the ingress works with. */
export interface IngressServices {
  readonly sources: readonly HttpSource[];
  /** Whether Cognito is one of the sources. */
  readonly takesCognito: boolean;
  readonly defaults: MessageDefaults;
  /** Puts a message into the courier's queue; gives its SQS message id. */
  send(body: string, attributes: Readonly<Record<string, string>>): Promise<string>;
  readonly log: WriteIngressEntry;
  readonly now: () => number;
}

/** Where a source posts to. */
export function pathOf({ id }: Pick<SourceConfig, 'id'>): string {
  return `/${id}`;
}
