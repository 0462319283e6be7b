import { findSecret } from '../../cli/secrets/find-secret';
import type { SecretStatus } from '../../client';

const secret = (provider: string, parameter: string, source: SecretStatus['source'] = 'ssm'): SecretStatus => ({
  provider,
  name: 'TOKEN',
  source,
  parameter,
  readable: true,
});

it('takes one parameter of several providers for one', () => {
  expect(findSecret('TOKEN', undefined, [secret('a', '/t'), secret('b', '/t')])).toMatchObject({ parameter: '/t' });
});

it('asks whose it is where providers of one name for it have parameters of their own', () => {
  const secrets = [secret('a', '/t/a'), secret('b', '/t/b')];
  expect(() => findSecret('TOKEN', undefined, secrets)).toThrow(
    'several secrets are called TOKEN: say whose it is with --provider, of TOKEN of a (/t/a), TOKEN of b (/t/b)',
  );
  expect(findSecret('TOKEN', 'b', secrets)).toMatchObject({ parameter: '/t/b' });
});

it('leaves Secrets Manager to its own command', () => {
  expect(() => findSecret('TOKEN', undefined, [secret('a', 'arn:x', 'secretsmanager')])).toThrow(
    'use aws secretsmanager put-secret-value --secret-id arn:x',
  );
});
