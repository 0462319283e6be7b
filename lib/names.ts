import { createHash } from 'node:crypto';

/** The longest of our suffixes must still fit into the shortest of AWS's limits: 64 characters, for functions and roles. */
const MAX_LENGTH = 64 - '-dead-letters'.length;
const HASH_LENGTH = 8;

/**
 * The physical name that a courier's resources begin with: stack id and construct path, readable as far as it fits, and a
 * hash that keeps names apart which read the same.
 */
export function physicalName(constructPath: string, namePrefix?: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([namePrefix, constructPath]))
    .digest('hex')
    .slice(0, HASH_LENGTH);
  const readable = (namePrefix === undefined ? constructPath : `${namePrefix}-${constructPath}`)
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${readable.slice(0, MAX_LENGTH - HASH_LENGTH - 1).replace(/-$/, '')}-${hash}`;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html#lambda-CreateFunction-request-Description */
const MAX_DESCRIPTION = 256;

/** A description with a construct path in it: ids may be of any length and have any characters, Terraform's own among them. */
export function description(text: string): string {
  const cut = text.length <= MAX_DESCRIPTION ? text : `${text.slice(0, MAX_DESCRIPTION - 1)}…`;
  return cut.replace(/([$%])\{/g, '$1$1{');
}
