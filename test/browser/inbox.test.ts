import type { Browser } from 'playwright-core';
import type { RunningDev } from '../../local/dev';
import { launch, loginCode, open, phoneNumber, report, screenshot, startCourier } from './support';

let browser: Browser;
let dev: RunningDev;
let url: string;

beforeAll(async () => {
  [browser, dev] = await Promise.all([launch(), startCourier(24_600)]);
  url = dev.inbox.origin;
});

afterAll(async () => {
  await browser?.close();
  await dev?.stop();
});

const send = (message: object) => dev.courier.sendMessage(message);

async function setFault(fault: object | null): Promise<void> {
  await fetch(`${url}/api/providers/twilio/fault`, { method: 'PUT', body: JSON.stringify(fault) });
}

test('a message shows up as it arrives, with its code, state and provider', async () => {
  const { page, problems, close } = await open(browser, url);
  const phone = phoneNumber();
  await send(loginCode(phone, '482915'));
  const row = page.getByRole('navigation').getByRole('button', { name: phone });
  await row.getByText('sent').waitFor();
  expect(await row.textContent()).toMatch(/482915/);
  expect(await row.textContent()).toMatch(/twilio/);
  const story = page.getByRole('region', { name: 'Story of the message' });
  await story.getByText('Sent by twilio').waitFor();
  await story.getByText('Request').click();
  expect(await story.locator('pre').nth(1).textContent()).toContain('POST https://api.twilio.com/2010-04-01/Accounts/');
  expect(await story.textContent()).toContain('{$AUTH_TOKEN}');
  expect(await page.content()).not.toContain('known-to-the-emulator-only');
  expect(problems).toEqual([]);
  await close();
});

test('the newest code is copied at a click', async () => {
  const { page, close } = await open(browser, url);
  const phone = phoneNumber();
  await send(loginCode(phone, '100001'));
  await page.getByRole('button', { name: /Newest code 100001/ }).waitFor();
  await send(loginCode(phone, '100002'));
  await page.getByRole('button', { name: /Newest code 100002/ }).click();
  await page.getByText('Copied').waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('100002');
  await close();
});

test('a fault that is set on the page makes the next message fail over, which the page shows', async () => {
  const { page, problems, close } = await open(browser, url);
  await page.getByRole('button', { name: /^twilio/ }).click();
  await page.getByRole('button', { name: 'Down' }).click();
  await page.getByRole('button', { name: /^twilio down/ }).waitFor();
  const phone = phoneNumber();
  const id = await send(loginCode(phone, '300300'));
  await page.getByText('Sent by vonage, after twilio did not').waitFor();
  const shownAt = Date.now();
  await page.getByText('ECONNREFUSED').waitFor();
  const answer = await fetch(`${url}/api/messages/${id}`);
  const { tries } = (await answer.json()) as { tries: { started_at: number; duration_ms: number; outcome: string }[] };
  expect(tries.map(({ outcome }) => outcome)).toEqual(['unavailable', 'accepted']);
  const [failed] = tries;
  const failedAt = (failed?.started_at ?? 0) + (failed?.duration_ms ?? 0);
  report('failover on the page, after the attempt that failed', shownAt - failedAt);
  await screenshot(page, 'failover');
  await page.getByRole('button', { name: 'Healthy' }).click();
  await page.getByRole('button', { name: /^twilio.*failed/ }).waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('a provider that stays down opens its breaker, is asked last, and comes back', async () => {
  const { page, close } = await open(browser, url);
  await setFault({ kind: 'down' });
  const chip = page.getByRole('button', { name: /^twilio/ });
  const isOpen = async () => (await chip.textContent())?.includes('breaker open');
  const phone = phoneNumber();
  for (let count = 0; !(await isOpen()) && count < 20; count++) {
    const code = String(500_000 + count);
    await send(loginCode(phone, code));
    await page.getByRole('button', { name: new RegExp(`Newest code ${code}`) }).waitFor();
    await page.getByText(/Sent by vonage/).waitFor();
  }
  expect(await isOpen()).toBe(true);
  await screenshot(page, 'breaker');
  await setFault(null);
  await page
    .getByRole('button', { name: /^twilio breaker open, the next message tries it/ })
    .waitFor({ timeout: 60_000 });
  // the one that probes must have read from the ledger that the time is over
  for (let count = 0; (await isOpen()) && count < 20; count++) {
    await send(loginCode(phone, String(600_000 + count)));
    await page.waitForTimeout(1_000);
  }
  expect(await isOpen()).toBe(false);
  await close();
});

test('search finds messages by number, code and state, and Escape ends it', async () => {
  const { page, close } = await open(browser, url);
  const phone = phoneNumber();
  await send(loginCode(phone, '987123'));
  await page.getByRole('button', { name: /Newest code 987123/ }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('987123 sent');
  await page.getByText('1 message found').waitFor();
  const [found] = await page.getByRole('navigation', { name: 'Messages found' }).getByRole('button').all();
  expect(await found?.textContent()).toContain(phone);
  await page.keyboard.press('Escape');
  await page.getByRole('navigation', { name: 'Phones' }).waitFor();
  await page.getByRole('searchbox').fill('no message holds this');
  await page.getByText('0 messages found').waitFor();
  await close();
});

test('a message of any template type can be sent from the page', async () => {
  const { page, problems, close } = await open(browser, url);
  const phone = phoneNumber();
  await page.keyboard.press('n');
  const form = page.getByRole('dialog');
  await form.getByLabel('Phone number').fill(phone);
  await form.getByLabel('Template type').selectOption('recovery_code_valid');
  await form.getByRole('button', { name: 'Send' }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: phone }).waitFor();
  await page.getByRole('region', { name: 'Story of the message' }).getByText('recovery_code_valid').first().waitFor();
  await page.keyboard.press('n');
  await form.getByLabel('Data').fill('{ no JSON');
  await form.getByRole('button', { name: 'Send' }).click();
  await form.getByRole('alert').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('keys move between phones', async () => {
  const { page, close } = await open(browser, url);
  const phones = [phoneNumber(), phoneNumber()];
  for (const [index, phone] of phones.entries()) {
    await send(loginCode(phone, `77000${index}`));
    await page.getByRole('button', { name: new RegExp(`Newest code 77000${index}`) }).waitFor();
  }
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: phones[0] as string }).waitFor();
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: phones[1] as string }).waitFor();
  await page.keyboard.press('c');
  await page.waitForFunction("navigator.clipboard.readText().then((text) => text === '770001')");
  await close();
});
