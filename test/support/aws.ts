import type { AwsClients } from '../../lambda/aws/aws-transport';

/** For couriers without a provider of AWS's. */
export const noAws: AwsClients = (service) => {
  throw new Error(`no client for ${service} in this test`);
};
