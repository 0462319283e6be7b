import { Token } from 'cdktf';
import { serviceOrigin } from '../../lambda/aws/endpoint';
import type { AwsSmsService } from '../../lambda/config';
import { byTemplateType } from './by-template-type';

/** What AWS's services take as the most that one message may cost, in US dollars. */
const PRICE = { min: 0.00001, max: 99.99999, decimals: 5 } as const;

/** What is wrong with a region, if anything. */
export function regionProblems(region: string | undefined): string[] {
  if (region === undefined || Token.isUnresolved(region) || /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region)) return [];
  return [
    `region "${region}" is no region of AWS: use a name such as eu-central-1, or leave it out for the function's own`,
  ];
}

/** What is wrong with a price, if anything. */
export function priceProblems(price: number | undefined): string[] {
  if (price === undefined || (price >= PRICE.min && price <= PRICE.max)) return [];
  return [
    `maxPriceUsd ${price} is out of range: use ${formatUsd(PRICE.min)} to ${formatUsd(PRICE.max)} US dollars a message`,
  ];
}

/** A price as AWS reads it: `0.05000`, never `5e-2`. */
export function formatUsd(price: number): string {
  return price.toFixed(PRICE.decimals);
}

/** Ids of India's registry of senders (DLT), of which a template's may go by template type. */
export interface IndiaProps {
  readonly indiaEntityId?: string | undefined;
  readonly indiaTemplateId?: string | Readonly<Record<string, string>> | undefined;
}

/** What is wrong with the ids of India's registry, if anything. */
export function indiaProblems({ indiaEntityId, indiaTemplateId }: IndiaProps): string[] {
  if ((indiaEntityId === undefined) !== (indiaTemplateId === undefined))
    return ['indiaEntityId and indiaTemplateId belong together: give both, or neither'];
  return [indiaEntityId ?? [], Object.values(byTemplateType(indiaTemplateId) ?? {})]
    .flat()
    .filter((id) => !Token.isUnresolved(id) && !/^\S{1,50}$/.test(id))
    .map((id) => `"${id}" is no id of India's registry: use 1 to 50 characters without spaces`);
}

/** The settings of India's ids, as the request's Jsonnet reads them. */
export function indiaSettings({ indiaEntityId, indiaTemplateId }: IndiaProps) {
  return { indiaEntityId, indiaTemplateIds: byTemplateType(indiaTemplateId) };
}

/** @throws Error that names all problems */
export function refuse(id: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`provider ${id}: ${problems.join('; ')}`);
}

/** The region that an origin of the service is in; undefined if it is no origin of it. */
export function regionOf(service: AwsSmsService, origin: string): string | undefined {
  const region = /^https:\/\/[^.]+\.([^.]+)\./.exec(origin)?.[1];
  return region !== undefined && serviceOrigin(service, region) === origin ? region : undefined;
}
