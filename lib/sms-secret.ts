import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, type TerraformProvider, TerraformStack, TerraformVariable, Token } from 'cdktf';
import type { Construct } from 'constructs';

export interface WriteOnlySecretProps {
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
  /** Name or ARN to read it by; may be a Terraform token. */
  readonly name: string;
  /** ARN for the function's policy, given the `arn:partition:ssm:region:account` that it is in. */
  arn(prefix: string): string;
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
  static fromSsmParameter(name: string): SmsSecret {
    if (!Token.isUnresolved(name)) checkParameterName(name);
    return new ExistingParameter(name);
  }

  /** A SecureString parameter by ARN. The parameter must be in the function's region and account, or be shared with it. */
  static fromSsmParameterArn(arn: string): SmsSecret {
    if (!Token.isUnresolved(arn) && !/^arn:[^:]+:ssm:[^:]+:\d{12}:parameter\/.+$/.test(arn)) {
      throw new Error(`invalid SSM parameter ARN "${arn}": expected arn:aws:ssm:<region>:<account>:parameter/<name>`);
    }
    return new ParameterByArn(arn);
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
    if (!Number.isInteger(version) || version < 1)
      throw new Error(`invalid version ${version} of secret ${props.parameterName}: use a whole number from 1`);
    return new WriteOnlyParameter(props.parameterName, props.variable, version);
  }

  /** Called by the courier for each secret of its providers. @internal */
  abstract bind(binding: SecretBinding): BoundSecret;
}

class ExistingParameter extends SmsSecret {
  constructor(private readonly name: string) {
    super();
  }

  bind(): BoundSecret {
    return byName(this.name);
  }
}

class ParameterByArn extends SmsSecret {
  constructor(private readonly value: string) {
    super();
  }

  bind(): BoundSecret {
    return { name: this.value, arn: () => this.value };
  }
}

class WriteOnlyParameter extends SmsSecret {
  constructor(
    private readonly parameterName: string,
    private readonly variable: string,
    private readonly version: number,
  ) {
    super();
  }

  bind({ scope, provider, tags }: SecretBinding): BoundSecret {
    const id = `Secret-${this.parameterName.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')}`;
    // two providers may share a secret
    if (scope.node.tryFindChild(id) === undefined) {
      new SsmParameter(scope, id, {
        name: this.parameterName,
        type: 'SecureString',
        valueWo: ephemeralVariable(scope, this.variable).stringValue,
        valueWoVersion: this.version,
        ...(Object.keys(tags).length === 0 ? {} : { tags: { ...tags } }),
        ...(provider === undefined ? {} : { provider }),
      });
    }
    return byName(this.parameterName);
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

function byName(name: string): BoundSecret {
  const path = Token.isUnresolved(name) ? Fn.trimprefix(name, '/') : name.replace(/^\//, '');
  return { name, arn: (prefix) => `${prefix}:parameter/${path}` };
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
function checkParameterName(name: string): void {
  if (
    !/^\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/.test(name) ||
    name.length > 1011 ||
    (name.includes('/') && !name.startsWith('/'))
  ) {
    throw new Error(
      `invalid SSM parameter name "${name}": use letters, digits and _.-, with / before each level, such as /sms/twilio/auth_token`,
    );
  }
}
