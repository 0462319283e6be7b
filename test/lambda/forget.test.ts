import type { ForgetAnswer, StatusAnswer } from '../../lambda/contract';
import { handleInvoke } from '../../lambda/courier/invoke';
import { accepted, status, TestCourier } from '../support/courier';

const NUMBER = '+4917667111638';
const message = (id: string, recipient = NUMBER) => ({ id, recipient, body: 'Your code is 428193' });

const invoke = <T>(courier: TestCourier, event: unknown) =>
  handleInvoke(event, courier.invocation, courier.services) as Promise<T>;
const forget = (courier: TestCourier, to = NUMBER) => invoke<ForgetAnswer>(courier, { action: 'forget', to });
const known = async (courier: TestCourier, to = NUMBER) =>
  (await invoke<StatusAnswer>(courier, { action: 'status', to })).messages.map(({ id }) => id).sort();

describe('forget', () => {
  it('leaves nothing that leads to the number, and what was sent to others as it is', async () => {
    const courier = new TestCourier({ one: accepted });
    for (const id of ['a', 'b']) await invoke(courier, message(id));
    await invoke(courier, message('c', '+4917667111639'));
    expect(await forget(courier, '+49 176 671 11 638')).toEqual({ forgotten: 2, under_way: 0 });
    expect(await known(courier)).toEqual([]);
    expect(await known(courier, '+4917667111639')).toEqual(['c']);
    expect(await forget(courier)).toEqual({ forgotten: 0, under_way: 0 });
  });

  it('sends no message again that comes again', async () => {
    const courier = new TestCourier({ one: accepted });
    await invoke(courier, message('a'));
    await forget(courier);
    expect(await invoke(courier, message('a'))).toMatchObject({ duplicate: true, state: 'sent' });
    expect(courier.requests).toHaveLength(1);
  });

  it('takes nothing from messages that are not through, and counts them', async () => {
    let answer = status(503);
    const courier = new TestCourier({ one: () => answer() });
    await invoke(courier, message('a'));
    expect(await forget(courier)).toEqual({ forgotten: 0, under_way: 1 });
    courier.now += 60_000;
    answer = accepted;
    expect(await invoke(courier, message('a'))).toMatchObject({ state: 'sent', attempts: 2 });
    expect(await forget(courier)).toEqual({ forgotten: 1, under_way: 0 });
  });

  it('gets to the end of more messages than are read at a time', async () => {
    const courier = new TestCourier({ one: accepted });
    for (let index = 0; index < 105; index += 1) {
      courier.now += 1;
      await invoke(courier, message(`m-${index}`));
    }
    expect(await forget(courier)).toEqual({ forgotten: 105, under_way: 0 });
  });

  it.each([
    [{ action: 'forget' }, 'to: missing'],
    [{ action: 'forget', to: 'nobody-17' }, 'to: not a phone number (9 characters)'],
  ])('refuses %j', async (event, refusal) => {
    await expect(invoke(new TestCourier({ one: accepted }), event)).rejects.toThrow(refusal);
  });
});

describe('secrets', () => {
  it('are told by name and place, with whether they can be read now, and never by value', async () => {
    const courier = new TestCourier({ one: accepted });
    const told = { provider: 'one', name: 'TOKEN', source: 'ssm', parameter: '/token' };
    expect(await invoke(courier, { action: 'secrets' })).toEqual({ secrets: [{ ...told, readable: true }] });
    delete courier.secrets['/token'];
    const answer = await invoke(courier, { action: 'secrets' });
    expect(answer).toEqual({ secrets: [{ ...told, readable: false }] });
    expect(JSON.stringify(answer)).not.toContain('secret-value');
  });
});
