/** Where something stands in an Ory configuration. */
export interface OryPlace {
  /** Such as `courier.channels[0].request_config.url`; empty for the whole file. */
  readonly path: string;
  /** The file, as it was named. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Something about it: what is wrong, or what was done with it. No credential is ever in it. */
export interface OryRemark extends OryPlace {
  /** A sentence that goes on from the path. */
  readonly text: string;
}

/** An Ory configuration that cannot be imported, with all that is in the way, each with file and line. */
export class OryConfigError extends Error {
  override readonly name = 'OryConfigError';

  constructor(
    readonly file: string,
    readonly problems: readonly OryRemark[],
  ) {
    super(`${file} cannot be imported:\n${problems.map((problem) => `  ${describeRemark(problem)}`).join('\n')}`);
  }
}

/** `file:line: path text`, as compilers write it. */
export function describeRemark({ file, line, path, text }: OryRemark): string {
  return `${file}:${line}: ${path === '' ? '' : `${path} `}${text}`;
}
