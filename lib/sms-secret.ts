import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, type TerraformProvider, TerraformStack, TerraformVariable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { SecretReference } from '../lambda/config';

export interface SecretProps {
  /**
   * ARN of the customer managed KMS key that the value is encrypted with: the courier may then decrypt with it.
   *
   * @default - the AWS managed key of the service, which needs no permission
   */
  readonly kmsKeyArn?: string;
}

export interface SecretsManagerSecretProps extends SecretProps {
  /**
   * The field to read of a secret that is a JSON object.
   *
   * @default - the whole text
   */
  readonly jsonField?: string;
}

export interface WriteOnlySecretProps extends SecretProps {
  /**
   * Name of the SSM parameter that the deploy creates, such as `/sms/twilio/auth_token`.
   */
  readonly parameterName: string;

  /**
   * Name of the Terraform variable that brings the value, such as `twilio_auth_token`: set `TF_VAR_twilio_auth_token` when
   * you deploy. The variable is ephemeral and sensitive, so its value is written to neither state nor plan.
   */
  readonly variable: string;

  /**
   * Raise it to have a new value written; Terraform cannot see that a value changed which it never stores.
   *
   * @default 1
   */
  readonly version?: number;
}

/** A secret as the courier's function will read it. */
export interface BoundSecret {
  /** Its name may be a Terraform token. */
  readonly reference: SecretReference;
  /** Resources of the function's policy, given the `arn:partition:ssm:region:account` that it is in. */
  arns(parameterPrefix: string): readonly string[];
  readonly kmsKeyArn: string | undefined;
}

export interface SecretBinding {
  /** The courier. */
  readonly scope: Construct;
  readonly provider: TerraformProvider | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A credential of a provider, by reference: its value is read at run time and is in neither Terraform's state nor its plan,
 * nor in the function's code or environment.
 *
 * @example SmsSecret.fromSsmParameter('/sms/twilio/auth_token')
 */
export abstract class SmsSecret {
  /**
   * A SecureString parameter that exists or that somebody will create; its value may come after the deploy.
   *
   * @param name 1 to 1,011 letters, digits and `_.-/`; with a path it begins with `/`
   */
  static fromSsmParameter(name: string, props: SecretProps = {}): SmsSecret {
    if (!Token.isUnresolved(name)) checkParameterName(name);
    return new ExistingParameter(name, props.kmsKeyArn);
  }

  /** A SecureString parameter by ARN. The parameter must be in the function's region and account, or be shared with it. */
  static fromSsmParameterArn(arn: string, props: SecretProps = {}): SmsSecret {
    if (!Token.isUnresolved(arn) && !/^arn:[^:]+:ssm:[^:]+:\d{12}:parameter\/.+$/.test(arn)) {
      throw new Error(`invalid SSM parameter ARN "${arn}": expected arn:aws:ssm:<region>:<account>:parameter/<name>`);
    }
    return new SecretByArn({ source: 'ssm', name: arn }, [arn], props.kmsKeyArn);
  }

  /** A secret of Secrets Manager, by its ARN with or without the six characters that the service adds. */
  static fromSecretsManager(arn: string, props: SecretsManagerSecretProps = {}): SmsSecret {
    if (!Token.isUnresolved(arn) && !/^arn:[^:]+:secretsmanager:[^:]+:\d{12}:secret:[^#]+$/.test(arn)) {
      throw new Error(
        `invalid Secrets Manager ARN "${arn}": expected arn:aws:secretsmanager:<region>:<account>:secret:<name>`,
      );
    }
    const { jsonField, kmsKeyArn } = props;
    const reference = {
      source: 'secretsmanager',
      name: arn,
      ...(jsonField === undefined ? {} : { field: jsonField }),
    } as const;
    const complete = !Token.isUnresolved(arn) && /-[A-Za-z0-9]{6}$/.test(arn);
    return new SecretByArn(reference, complete ? [arn] : [arn, `${arn}-??????`], kmsKeyArn);
  }

  /**
   * A SecureString parameter that the deploy creates from an ephemeral Terraform variable. Needs Terraform 1.11 or later.
   * https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only
   */
  static writeOnly(props: WriteOnlySecretProps): SmsSecret {
    checkParameterName(props.parameterName);
    if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(props.variable)) {
      throw new Error(
        `invalid Terraform variable name "${props.variable}": use letters, digits, _ and -, not a digit first`,
      );
    }
    const { version = 1 } = props;
    if (!Number.isInteger(version) || version < 1) {
      throw new Error(`invalid version ${version} of secret ${props.parameterName}: use a whole number from 1`);
    }
    return new WriteOnlyParameter({ ...props, version });
  }

  /** Called by the courier for each secret of its providers. @internal */
  abstract bind(binding: SecretBinding): BoundSecret;
}

class ExistingParameter extends SmsSecret {
  constructor(
    private readonly name: string,
    private readonly kmsKeyArn: string | undefined,
  ) {
    super();
  }

  bind(): BoundSecret {
    return parameterByName(this.name, this.kmsKeyArn);
  }
}

class SecretByArn extends SmsSecret {
  constructor(
    private readonly reference: SecretReference,
    private readonly resources: readonly string[],
    private readonly kmsKeyArn: string | undefined,
  ) {
    super();
  }

  bind(): BoundSecret {
    return { reference: this.reference, arns: () => this.resources, kmsKeyArn: this.kmsKeyArn };
  }
}

class WriteOnlyParameter extends SmsSecret {
  constructor(private readonly props: Required<Omit<WriteOnlySecretProps, 'kmsKeyArn'>> & SecretProps) {
    super();
  }

  bind({ scope, provider, tags }: SecretBinding): BoundSecret {
    const { parameterName, variable, version, kmsKeyArn } = this.props;
    const id = `Secret-${parameterName.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')}`;
    // two providers may share a secret
    if (scope.node.tryFindChild(id) === undefined) {
      new SsmParameter(scope, id, {
        name: parameterName,
        type: 'SecureString',
        valueWo: ephemeralVariable(scope, variable).stringValue,
        valueWoVersion: version,
        ...(kmsKeyArn === undefined ? {} : { keyId: kmsKeyArn }),
        ...(Object.keys(tags).length === 0 ? {} : { tags: { ...tags } }),
        ...(provider === undefined ? {} : { provider }),
      });
    }
    return parameterByName(parameterName, kmsKeyArn);
  }
}

/** The stack's variable of that name, which several couriers may share. */
function ephemeralVariable(scope: Construct, name: string): TerraformVariable {
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild(name);
  if (existing !== undefined) return existing as TerraformVariable;
  const variable = new TerraformVariable(stack, name, { type: 'string', sensitive: true });
  variable.overrideLogicalId(name);
  variable.addOverride('ephemeral', true);
  return variable;
}

function parameterByName(name: string, kmsKeyArn: string | undefined): BoundSecret {
  const path = Token.isUnresolved(name) ? Fn.trimprefix(name, '/') : name.replace(/^\//, '');
  return { reference: { source: 'ssm', name }, arns: (prefix) => [`${prefix}:parameter/${path}`], kmsKeyArn };
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
function checkParameterName(name: string): void {
  const wellFormed = /^\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/.test(name) && name.length <= 1011;
  if (!wellFormed || (name.includes('/') && !name.startsWith('/'))) {
    throw new Error(
      `invalid SSM parameter name "${name}": use letters, digits and _.-, with / before each level, such as /sms/twilio/auth_token`,
    );
  }
}
