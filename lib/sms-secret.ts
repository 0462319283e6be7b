import { createHash } from 'node:crypto';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, type TerraformProvider, TerraformStack, TerraformVariable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { SecretReference } from '../lambda/config';
import { checkKeyArn } from './check-arns';

/** What all secrets have. */
export interface SecretProps {
  /**
   * ARN of the customer managed KMS key that the value is encrypted with: the courier may then decrypt with it.
   *
   * @default - the AWS managed key of the service, which needs no permission
   */
  readonly kmsKeyArn?: string;
}

/** How a secret of Secrets Manager is read. */
export interface SecretsManagerSecretProps extends SecretProps {
  /**
   * The field to read of a secret that is a JSON object.
   *
   * @default - the whole text
   */
  readonly jsonField?: string;
}

/** A parameter that the deploy creates. https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only */
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
    checkKey(name, props);
    return new ExistingParameter(name, props.kmsKeyArn);
  }

  /** A SecureString parameter by ARN. The parameter must be in the function's region and account, or be shared with it. */
  static fromSsmParameterArn(arn: string, props: SecretProps = {}): SmsSecret {
    if (!Token.isUnresolved(arn) && !/^arn:[^:]+:ssm:[^:]+:\d{12}:parameter\/.+$/.test(arn)) {
      throw new Error(`invalid SSM parameter ARN "${arn}": expected arn:aws:ssm:<region>:<account>:parameter/<name>`);
    }
    checkKey(arn, props);
    return new SecretByArn({ source: 'ssm', name: arn }, [arn], props.kmsKeyArn);
  }

  /** A secret of Secrets Manager, by its ARN with or without the six characters that the service adds. */
  static fromSecretsManager(arn: string, props: SecretsManagerSecretProps = {}): SmsSecret {
    if (!Token.isUnresolved(arn) && !/^arn:[^:]+:secretsmanager:[^:]+:\d{12}:secret:[^#]+$/.test(arn)) {
      throw new Error(
        `invalid Secrets Manager ARN "${arn}": expected arn:aws:secretsmanager:<region>:<account>:secret:<name>`,
      );
    }
    checkKey(arn, props);
    const { jsonField, kmsKeyArn } = props;
    const reference = {
      source: 'secretsmanager',
      name: arn,
      ...(jsonField === undefined ? {} : { field: jsonField }),
    } as const;
    // a name may itself end in a hyphen and six characters, so the text does not tell whether the ARN is complete
    return new SecretByArn(reference, [arn, `${arn}-??????`], kmsKeyArn);
  }

  /**
   * A SecureString parameter that the deploy creates from an ephemeral Terraform variable. Needs Terraform 1.11 or later;
   * cdktn wants to be told, by `"targetVersions": { "terraform": ">=1.11.0" }` in cdktf.json.
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
    checkKey(props.parameterName, props);
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

type WriteOnlyParameterProps = Required<Omit<WriteOnlySecretProps, 'kmsKeyArn'>> & SecretProps;

class WriteOnlyParameter extends SmsSecret {
  constructor(private readonly props: WriteOnlyParameterProps) {
    super();
  }

  bind({ scope, provider, tags }: SecretBinding): BoundSecret {
    const { parameterName, variable, version, kmsKeyArn } = this.props;
    if (this.isFirstIn(scope, provider)) {
      new SsmParameter(scope, childId(parameterName), {
        name: parameterName,
        type: 'SecureString',
        valueWo: ephemeralVariable(TerraformStack.of(scope), variable).stringValue,
        valueWoVersion: version,
        ...(kmsKeyArn === undefined ? {} : { keyId: kmsKeyArn }),
        ...(Object.keys(tags).length === 0 ? {} : { tags: { ...tags } }),
        ...(provider === undefined ? {} : { provider }),
      });
    }
    return parameterByName(parameterName, kmsKeyArn);
  }

  /** Whether nobody has created this parameter yet, in this stack and with this AWS provider. */
  private isFirstIn(scope: Construct, provider: TerraformProvider | undefined): boolean {
    const known = entry(parameters, TerraformStack.of(scope), () => new Map<string, WriteOnlyParameterProps>());
    const key = JSON.stringify([provider?.node.path, this.props.parameterName]);
    const other = known.get(key);
    known.set(key, this.props);
    if (other !== undefined && JSON.stringify(sorted(other)) !== JSON.stringify(sorted(this.props))) {
      throw new Error(
        `secret ${this.props.parameterName} is declared twice with other variables, versions or keys: declare it once and use it in both places`,
      );
    }
    return other === undefined;
  }
}

function sorted(props: WriteOnlyParameterProps): unknown[] {
  return [props.parameterName, props.variable, props.version, props.kmsKeyArn];
}

/** Readable, and different for names that read the same: `/a/b-c` and `/a/b/c`. */
function childId(parameterName: string): string {
  const readable = parameterName.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return `Secret-${readable}-${createHash('sha256').update(parameterName).digest('hex').slice(0, 6)}`;
}

/** The ephemeral variables of each stack, by name: couriers of a stack may share one. */
const variables = new WeakMap<TerraformStack, Map<string, TerraformVariable>>();

function ephemeralVariable(stack: TerraformStack, name: string): TerraformVariable {
  const known = entry(variables, stack, () => new Map<string, TerraformVariable>());
  return entry(known, name, () => {
    // a variable of the author's that is not ephemeral would bring the value into the plan
    if (stack.node.tryFindChild(name) !== undefined) {
      throw new Error(
        `stack "${stack.node.id}" already has a "${name}", which is not this secret's ephemeral variable: choose another variable`,
      );
    }
    const variable = new TerraformVariable(stack, name, { type: 'string', sensitive: true });
    variable.overrideLogicalId(name);
    variable.addOverride('ephemeral', true);
    return variable;
  });
}

/** The parameters that each stack creates, by AWS provider and name: providers and couriers may share one. */
const parameters = new WeakMap<TerraformStack, Map<string, WriteOnlyParameterProps>>();

function parameterByName(name: string, kmsKeyArn: string | undefined): BoundSecret {
  const path = Token.isUnresolved(name) ? Fn.trimprefix(name, '/') : name.replace(/^\//, '');
  return { reference: { source: 'ssm', name }, arns: (prefix) => [`${prefix}:parameter/${path}`], kmsKeyArn };
}

function checkKey(secret: string, { kmsKeyArn }: SecretProps): void {
  const [problem] = checkKeyArn(kmsKeyArn);
  if (problem !== undefined) throw new Error(`secret ${secret}: ${problem}`);
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

/** The value of a key, made on first use. */
function entry<K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V;
function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V;
function entry<K, V>(map: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
