/** The account of everything on this machine. */
export const ACCOUNT = '000000000000';

export function localArn(service: string, region: string, resource: string): string {
  return `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
}
