import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import { ENDPOINT_ENV } from './settings';

/** A provider that knows no AWS but the emulated one. */
export function awsProvider(stack: TerraformStack, id: string, region: string, alias?: string): AwsProvider {
  const endpoint = process.env[ENDPOINT_ENV];
  if (endpoint === undefined) throw new Error(`${ENDPOINT_ENV} is not set`);
  return new AwsProvider(stack, id, {
    region,
    ...(alias === undefined ? {} : { alias }),
    accessKey: 'test',
    secretKey: 'test',
    skipCredentialsValidation: true,
    skipMetadataApiCheck: 'true',
    skipRequestingAccountId: true,
    endpoints: [
      {
        sqs: endpoint,
        dynamodb: endpoint,
        events: endpoint,
        lambda: endpoint,
        iam: endpoint,
        logs: endpoint,
        ssm: endpoint,
        sts: endpoint,
        apigatewayv2: endpoint,
        cloudwatch: endpoint,
        ec2: endpoint,
        kms: endpoint,
      },
    ],
  });
}
