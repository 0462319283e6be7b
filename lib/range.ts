import { Token } from 'cdktf';

/** What is wrong with a number that must be a whole one in a range. */
export function range(name: string, value: number, least: number, most: number): string[] {
  if (Token.isUnresolved(value))
    return [`${name} is a Terraform token: give the number itself, since it is checked at synth`];
  return Number.isInteger(value) && value >= least && value <= most
    ? []
    : [
        `${name} is ${typeof value === 'string' ? JSON.stringify(value) : value}: use a whole number from ${least} to ${most}`,
      ];
}
