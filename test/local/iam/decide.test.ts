import type { Statement } from '../../../lib/statement';
import { decide, type Need } from '../../../local/iam/decide';

const QUEUE = 'arn:aws:sqs:eu-central-1:000000000000:queue';
const TOPIC = 'arn:aws:sns:eu-central-1:000000000000:alerts';

const allow = (Action: string, Resource: string, rest: Partial<Statement> = {}): Statement => ({
  Sid: `Allow ${Action} ${Resource}`,
  Effect: 'Allow',
  Action: [Action],
  Resource,
  ...rest,
});
const deny = (Action: string, Resource: string, rest: Partial<Statement> = {}): Statement => ({
  ...allow(Action, Resource, rest),
  Sid: 'Deny',
  Effect: 'Deny',
});
const need = (action: string, resource: string, context?: Need['context']): Need => ({
  action,
  resource,
  ...(context && { context }),
});

it('denies what no statement speaks of', () => {
  expect(decide([], need('sqs:SendMessage', QUEUE))).toEqual({ isAllowed: false });
  expect(decide([allow('sqs:ReceiveMessage', QUEUE)], need('sqs:SendMessage', QUEUE))).toEqual({ isAllowed: false });
  expect(decide([allow('sqs:SendMessage', `${QUEUE}-2`)], need('sqs:SendMessage', QUEUE)).isAllowed).toBe(false);
});

it('names the statement that decides', () => {
  const statements = [allow('sns:Publish', '*'), deny('sns:Publish', 'arn:*:sns:*:*:*')];
  expect(decide(statements, need('sns:Publish', '+4917667111638'))).toEqual({
    isAllowed: true,
    sid: 'Allow sns:Publish *',
  });
  expect(decide(statements, need('sns:Publish', TOPIC))).toEqual({ isAllowed: false, sid: 'Deny' });
});

it('denies what is denied, wherever the denial stands', () => {
  const statements = [deny('sqs:SendMessage', QUEUE), allow('sqs:SendMessage', QUEUE)];
  expect(decide(statements, need('sqs:SendMessage', QUEUE)).isAllowed).toBe(false);
});

it.each<[string, string, boolean]>([
  ['*', '+4917667111638', true],
  ['arn:*:sns:*:*:*', TOPIC, true],
  ['arn:*:sns:*:*:*', '+4917667111638', false],
  ['arn:aws:sns:*:alerts', TOPIC, false],
  ['arn:aws:logs:eu:0:log-group:/aws/lambda/a:*', 'arn:aws:logs:eu:0:log-group:/aws/lambda/a:log-stream:b', true],
  ['arn:aws:logs:eu:0:log-group:/aws/lambda/a', 'arn:aws:logs:eu:0:log-group:/aws/lambda/a:log-stream:b', false],
  ['arn:aws:secretsmanager:eu:0:secret:a-??????', 'arn:aws:secretsmanager:eu:0:secret:a-AbC123', true],
  ['arn:aws:secretsmanager:eu:0:secret:a-??????', 'arn:aws:secretsmanager:eu:0:secret:a-b-AbC123', false],
  ['arn:aws:ssm:eu:0:parameter/a.b', 'arn:aws:ssm:eu:0:parameter/axb', false],
])('%s of %s: %s', (pattern, resource, isAllowed) => {
  expect(decide([allow('a:B', pattern)], need('a:B', resource)).isAllowed).toBe(isAllowed);
});

it('compares actions without regard to case, and resources with it', () => {
  expect(decide([allow('SQS:sendmessage', QUEUE)], need('sqs:SendMessage', QUEUE)).isAllowed).toBe(true);
  expect(decide([allow('sqs:SendMessage', QUEUE)], need('sqs:SendMessage', QUEUE.toUpperCase())).isAllowed).toBe(false);
});

it.each<[string, Record<string, string>, Record<string, string> | undefined, boolean]>([
  ['StringEquals', { k: 'a' }, { k: 'a' }, true],
  ['StringEquals', { k: 'a*' }, { k: 'ab' }, false],
  ['StringLike', { k: 'a*' }, { k: 'ab' }, true],
  ['StringLike', { k: 'a*', l: 'b' }, { k: 'ab' }, false],
  ['StringLike', { k: '*' }, undefined, false],
  ['ArnEquals', { k: QUEUE }, { k: QUEUE }, true],
  ['ArnEquals', { k: QUEUE }, { k: TOPIC }, false],
])('%s %j with %j: %s', (operator, tests, context, isAllowed) => {
  const statement = allow('a:B', '*', { Condition: { [operator]: tests } });
  expect(decide([statement], need('a:B', QUEUE, context)).isAllowed).toBe(isAllowed);
});
