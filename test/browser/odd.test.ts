/** What is no everyday message, and a courier that comes and goes: what the page makes of it. */
import { EventEmitter } from 'node:events';
import type { Browser, Page } from 'playwright-core';
import type { LocalServer } from '../../local/http';
import { startInbox } from '../../local/inbox/server';
import { Stories } from '../../local/inbox/stories';
import { deliverOne, sourceOf, type TestSource } from '../local/inbox/support';
import { DESK, launch, loginCode, open, PHONE, phoneNumber, screenshot } from './support';

let browser: Browser;
/** Of each test its own, for a page that is left open comes back. */
let port = 24_740;
let source: TestSource;
let inbox: LocalServer;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  port += 20;
  inbox = await start();
});

afterEach(() => inbox.close());

/** Another courier, at the address of the one before; `prepare` gives it what it has when it comes. */
async function start(options: Parameters<typeof sourceOf>[1] = {}, prepare = async () => {}): Promise<LocalServer> {
  source = sourceOf(new EventEmitter(), options);
  const stories = new Stories(source);
  await prepare();
  return startInbox({ courier: source, stories, port });
}

const phones = (page: Page) => page.getByRole('navigation', { name: 'Phones' });
const story = (page: Page) => page.getByRole('region', { name: 'Story of the message' });
const conversation = (page: Page) => page.getByRole('region', { name: /^Messages to/ });
const clipboard = (page: Page) => page.evaluate('navigator.clipboard.readText()');

test.each([DESK, PHONE])(
  'neither a recipient nor a code that is too long takes anything out of sight: %j',
  async (viewport) => {
    await source.sendMessage({ recipient: `no number ${'9'.repeat(300)}`, body: 'to nobody' });
    await source.sendMessage(loginCode('+4915112345678', '1'.repeat(120)));
    const { page, problems, close } = await open(browser, inbox.origin, { viewport });
    const rows = phones(page).getByRole('button');
    for (const text of ['no number', '+49151']) {
      const row = rows.filter({ hasText: text });
      const box = await row.getByRole('time').boundingBox();
      expect((box?.x ?? Number.NaN) + (box?.width ?? 0)).toBeLessThan(viewport.width);
      await row.click();
      await conversation(page).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
      expect(await page.evaluate("document.querySelector('.conversation').scrollWidth")).toBeLessThanOrEqual(
        viewport.width,
      );
      await screenshot(page, `long-${viewport.width}-${text}`);
      if (viewport === PHONE) await page.getByRole('button', { name: 'Phones' }).click();
    }
    expect(problems).toEqual([]);
    await close();
  },
);

test('a text in Arabic is read from the right', async () => {
  deliverOne(source, { id: 'm1', to: '+4915112345678', code: '428193' });
  await source.sendMessage({ recipient: '+4915112345679', body: 'رمز الدخول 428193.' });
  const { page, close } = await open(browser, inbox.origin);
  const direction = (selector: string) =>
    page.evaluate(
      `(({ direction, textAlign }) => [direction, textAlign])(getComputedStyle(document.querySelector('${selector}')))`,
    );
  for (const selector of ['.bubble-text', '.preview', 'blockquote'])
    expect(await direction(selector)).toEqual(['rtl', 'start']);
  await phones(page).getByRole('button', { name: '+4915112345678' }).click();
  await story(page).getByRole('blockquote').getByText('Your login code is').waitFor();
  expect(await direction('.bubble-text')).toEqual(['ltr', 'start']);
  await close();
});

test('markup in a message is text, wherever it is shown', async () => {
  const markup = '<img src=x onerror="document.title = 1"><script>document.title = 1</script>';
  await source.sendMessage({
    recipient: markup,
    body: markup,
    template_type: markup,
    template_data: { login_code: markup },
    id: markup,
  });
  await source.sendMessage(loginCode('+4915112345678', markup));
  const { page, problems, close } = await open(browser, inbox.origin);
  for (const row of await phones(page).getByRole('button').all()) {
    await row.click();
    await story(page).getByText('Message as it came in').click();
    await story(page).locator('pre').getByText('onerror').waitFor();
  }
  expect(await page.locator('#app img[src="x"], #app script').count()).toBe(0);
  expect(await page.title()).toBe('SMS inbox');
  expect(problems).toEqual([]);
  await close();
});

test('a courier that comes back shows its own messages and their stories, and what was read stays read', async () => {
  for (const [id, code] of [
    ['m1', '111111'],
    ['m2', '222222'],
  ] as const)
    deliverOne(source, { id, to: '+4915112345678', code });
  deliverOne(source, { id: 'm3', to: '+4915112345679', code: '333333' });
  const { page, close } = await open(browser, inbox.origin);
  for (const number of ['+4915112345679', '+4915112345678'])
    await phones(page).getByRole('button', { name: number }).click();
  await story(page).getByText('Sent by twilio').waitFor();

  await inbox.close();
  await page.getByText('the courier has stopped').waitFor();
  await page.getByRole('button', { name: /^vonage/ }).click();
  await page.getByRole('button', { name: 'Down' }).click();
  await page.getByText('The courier does not answer').waitFor();
  // one message less, and one that has not come to its end
  inbox = await start({}, async () => {
    deliverOne(source, { id: 'm3', to: '+4915112345679', code: '333333' });
    await source.sendMessage({ recipient: '+4915112345678', body: 'Your login code is: 111111', id: 'm1' });
  });
  await page.getByRole('status').getByText('live', { exact: true }).waitFor();
  await story(page).getByText('On its way').waitFor();
  expect(await story(page).getByText('222222').count()).toBe(0);
  await page.getByText('The courier does not answer').waitFor({ state: 'detached' });
  expect(await phones(page).locator('.unread').count()).toBe(0);
  await close();
});

test('a phone without a code leaves the clipboard as it is', async () => {
  await source.sendMessage({ recipient: '+4915112345678', body: 'no code' });
  const { page, close } = await open(browser, inbox.origin);
  await story(page).getByText('On its way').waitFor();
  await page.evaluate("navigator.clipboard.writeText('mine')");
  await page.keyboard.press('c');
  expect(await clipboard(page)).toBe('mine');
  await close();
});

test('who reads further up is not carried off by what comes', async () => {
  for (let index = 0; index < 40; index++)
    deliverOne(source, { id: `a${index}`, to: '+4915112345678', code: String(100_000 + index) });
  for (let index = 0; index < 40; index++)
    deliverOne(source, { id: `p${index}`, to: `+49151100000${10 + index}`, code: '1' });
  const { page, close } = await open(browser, inbox.origin);
  await page.getByRole('searchbox').fill('100039');
  await page.getByRole('navigation').getByRole('button', { name: '100039' }).click();
  await page.getByRole('searchbox').fill('');
  const scrollTop = (selector: string) => page.evaluate(`document.querySelector('${selector}').scrollTop`);
  const scroll = (selector: string, top: number) =>
    page.evaluate(`document.querySelector('${selector}').scrollTop = ${top}`);
  expect(await scrollTop('.bubbles-box')).toBeGreaterThan(0);
  await scroll('.bubbles-box', 0);
  await scroll('.list', 400);
  deliverOne(source, { id: 'new-1', to: '+4915112345678', code: '777001' });
  deliverOne(source, { id: 'new-2', to: '+4915112340000', code: '777002' });
  await page.getByRole('button', { name: /Newest code 777001/ }).waitFor();
  await phones(page).getByRole('heading', { name: '42' }).waitFor();
  expect([await scrollTop('.bubbles-box'), await scrollTop('.list')]).toEqual([0, 400]);
  await close();
});

test("a message that was found is in sight among its phone's, with its story from the top", async () => {
  for (let index = 0; index < 200; index++)
    deliverOne(source, { id: `a${index}`, to: '+4915112345678', code: String(100_000 + index) });
  const { page, close } = await open(browser, inbox.origin, { viewport: { width: 1280, height: 500 } });
  await story(page).getByText('Sent by twilio').waitFor();
  await page.evaluate("document.querySelector('.story').scrollTop = 200");
  await page.getByRole('searchbox').fill('100007');
  await page.getByRole('navigation').getByRole('button', { name: '100007' }).click();
  const bubble = conversation(page).getByRole('button', { name: '100007' });
  await bubble.waitFor();
  const { y = Number.NaN } = (await bubble.boundingBox()) ?? {};
  expect(y).toBeGreaterThan(0);
  expect(y).toBeLessThan(500);
  expect(await page.evaluate("document.querySelector('.story').scrollTop")).toBe(0);
  // and not all that came since
  expect(await conversation(page).getByRole('listitem').count()).toBeLessThan(60);

  await page.getByRole('searchbox').fill('+49');
  await page.getByRole('searchbox').blur();
  await page.keyboard.press('j');
  await conversation(page).locator('[aria-pressed="true"]').getByText('100006').waitFor();
  await page.getByRole('button', { name: 'Go to the newest' }).click();
  await conversation(page).locator('[aria-pressed="true"]').getByText('100199').waitFor();
  await page.getByRole('button', { name: 'Show 50 earlier' }).click();
  expect(await conversation(page).getByRole('listitem').count()).toBe(100);
  await close();
});

test('a phone that is tapped shows its newest message', async () => {
  for (let index = 0; index < 40; index++)
    deliverOne(source, { id: `a${index}`, to: '+4915112345678', code: String(100_000 + index) });
  const { page, close } = await open(browser, inbox.origin, { viewport: PHONE });
  await phones(page).getByRole('button').click();
  const newest = conversation(page).getByRole('button', { name: /is: 100039/ });
  await newest.waitFor();
  const { y = Number.NaN } = (await newest.boundingBox()) ?? {};
  expect(y).toBeLessThan(PHONE.height);
  await close();
});

test('a message that is sent is found, however its number was typed', async () => {
  const { page, close } = await open(browser, inbox.origin);
  await page.keyboard.press('n');
  const form = page.getByRole('dialog');
  await form.getByLabel('Phone number').fill('0151 12345678');
  await form.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('heading', { name: '+4915112345678' }).waitFor();
  await close();
});

test('an empty inbox says whether a phone may ring, and what to do', async () => {
  const { page, close } = await open(browser, inbox.origin, { viewport: PHONE });
  await page.getByText('press Send for a first one').waitFor();
  await screenshot(page, 'empty-phone');
  await close();
  await inbox.close();
  inbox = await start({
    providers: source.providers.map((provider) => ({ ...provider, isLive: provider.id === 'vonage' })),
  });
  const live = await open(browser, inbox.origin);
  await live.page.getByRole('heading', { name: 'Every SMS of your courier lands here' }).waitFor();
  expect(await live.page.getByText('What vonage takes rings a real phone.').count()).toBe(2);
  expect(await live.page.getByText(/no real phone/i).count()).toBe(0);
  await screenshot(live.page, 'empty-live');
  await live.close();
});

test('says of a message that was not sent what came of it', async () => {
  const to = phoneNumber();
  source.events.emit('received', {
    door: 'queue',
    body: JSON.stringify({ recipient: to, body: 'x' }),
    fallbackId: 'm1',
    at: Date.now(),
  });
  const time = new Date().toISOString();
  source.events.emit('log', {
    event: 'message',
    message_id: 'm1',
    time,
    state: 'failed',
    provider: 'twilio',
    outcome: 'invalid_recipient',
  });
  const { page, close } = await open(browser, inbox.origin);
  await phones(page).getByRole('button', { name: to }).getByText('invalid recipient').waitFor();
  await conversation(page).getByText('invalid recipient').waitFor();
  await close();
});

test('any number of tabs may be open: of those that nobody looks at one is told what comes, and the others when they are looked at', async () => {
  deliverOne(source, { id: 'm1', to: '+4915112345678', code: '111111' });
  const context = await browser.newContext({ viewport: DESK });
  // headless, every tab takes itself for the one that is looked at
  const look = (page: Page, isHidden: boolean) =>
    page.evaluate(
      `Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`,
    );
  const pages: Page[] = [];
  for (let count = 0; count < 9; count++) {
    const page = await context.newPage();
    await page.goto(inbox.origin);
    await page.getByRole('status').getByText('live', { exact: true }).waitFor();
    await look(page, true);
    pages.push(page);
  }
  const [first, second] = pages as [Page, Page];
  deliverOne(source, { id: 'm2', to: '+4915112345679', code: '222222' });
  await phones(first).getByRole('button', { name: '222222' }).waitFor();
  expect(await phones(second).getByRole('button', { name: '222222' }).count()).toBe(0);
  await look(second, false);
  await phones(second).getByRole('button', { name: '222222' }).waitFor();
  await context.close();
});

test('a provider that something stands in for says so where it is broken', async () => {
  await inbox.close();
  inbox = await start({
    providers: source.providers.map((provider) => ({ ...provider, isStandIn: provider.id === 'vonage' })),
  });
  const { page, close } = await open(browser, inbox.origin);
  await page.getByRole('button', { name: /vonage/ }).click();
  await page.getByText('(vonage.example.com, where a stand-in takes whatever it is sent)').waitFor();
  await page.getByRole('button', { name: /twilio/ }).click();
  await page.getByText('(twilio.example.com, emulated)').waitFor();
  await close();
});
