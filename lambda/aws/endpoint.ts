/** Where a service is reached: https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function serviceOrigin(service: string, region: string): string {
  return `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}
