import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A template, its data, and what Go makes of them. */
export interface TemplateCase {
  readonly name: string;
  readonly template: string;
  /** JSON; Go decodes it into an `interface {}`. */
  readonly data?: unknown;
  /** Template type: the data is the JSON of Ory's model of that type, and Go renders with a pointer to the model. */
  readonly ory?: string;
  /** The model's request headers, which its JSON does not have. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  /** In place of `data` and `headers`: name of a context in `test/fixtures/ory/ctx-examples.json`. */
  readonly fixture?: string;
}

/** Exactly one of the three. */
export interface Outcome {
  readonly output?: string;
  /** Output that is no valid UTF-8. */
  readonly output_base64?: string;
  readonly error?: string;
}

interface OryContext {
  readonly template_data: unknown;
  readonly request_headers: Readonly<Record<string, readonly string[]>> | null;
}

const contexts = JSON.parse(readFileSync(join(__dirname, '../fixtures/ory/ctx-examples.json'), 'utf8')) as Readonly<
  Record<string, OryContext>
>;

/** The case with the data and headers of the fixture that it names. */
export function withFixture<C extends TemplateCase>(testCase: C): C {
  if (testCase.fixture === undefined) return testCase;
  const context = contexts[testCase.fixture];
  if (context === undefined) throw new Error(`${testCase.name}: there is no fixture ${testCase.fixture}`);
  const headers = context.request_headers;
  return { ...testCase, data: context.template_data, ...(headers === null ? {} : { headers }) };
}
