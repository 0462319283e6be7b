/** A program that is deployed again and again: a courier as it was before this release's props, with each of them, taken out, and put back. */
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { App, Fn, TerraformOutput, TerraformStack } from 'cdktf';
import * as library from 'cdktf-sms-courier';
import { everything } from '../../support/everything';
import { awsProvider } from './aws-provider';
import { FORM_ENV, type Form, REGION } from './settings';

class EverythingStack extends TerraformStack {
  constructor(app: App, form: Form) {
    super(app, 'upgrade');
    awsProvider(this, 'aws', REGION);
    const surroundings = this.createSurroundings();
    if (form === 'forgotten') this.forget();
    if (form === 'gone' || form === 'forgotten') return;
    const { vpc, kmsKeyArn, permissionsBoundaryArn, tags, retainOnDestroy, ...older } = everything(library);
    new library.SmsCourier(this, 'Sms', {
      ...older,
      ...(form === 'renamed' ? { namePrefix: 'acme' } : {}),
      ...(form === 'older' || form === 'renamed'
        ? {}
        : { ...surroundings, tags, retainOnDestroy: form === 'everything' }),
    });
  }

  /** As docs/upgrades.md has it. */
  private forget() {
    this.addOverride('removed', [
      { from: 'aws_dynamodb_table.Sms_Ledger_C24A9491', lifecycle: { destroy: false } },
      { from: 'aws_sqs_queue.Sms_DeadLetterQueue_9D36000D', lifecycle: { destroy: false } },
    ]);
  }

  /** What a courier does not make for itself. */
  private createSurroundings() {
    const vpc = new Vpc(this, 'Vpc', { cidrBlock: '10.0.0.0/16' });
    const subnets = ['a', 'b'].map(
      (zone, index) =>
        new Subnet(this, `Subnet-${zone}`, {
          vpcId: vpc.id,
          cidrBlock: `10.0.${index}.0/24`,
          availabilityZone: `${REGION}${zone}`,
        }),
    );
    new TerraformOutput(this, 'subnets', { value: subnets.map(({ id }) => id) });
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', { name: 'sms', vpcId: vpc.id });
    new TerraformOutput(this, 'security-group', { value: securityGroup.id });
    const boundary = new IamPolicy(this, 'Boundary', {
      name: 'boundary',
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
      }),
    });
    return {
      // a list that only the deploy knows, as modules put out
      vpc: { subnetIds: Fn.sort(subnets.map(({ id }) => id)), securityGroupIds: [securityGroup.id] },
      kmsKeyArn: new KmsKey(this, 'Key', {}).arn,
      permissionsBoundaryArn: boundary.arn,
    };
  }
}

const app = new App();
new EverythingStack(app, process.env[FORM_ENV] as Form);
app.synth();
