/** How the page looks and reads: what a stranger sees first, on a desk and in a hand, by day and by night. */
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import type { RunningDev } from '../../local/dev';
import { DESK, launch, open, PHONE, screenshot, startCourier } from './support';

const ORY_MESSAGES: Readonly<Record<string, object>> = JSON.parse(
  readFileSync(`${__dirname}/../fixtures/ory/ctx-examples.json`, 'utf8'),
);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let dev: RunningDev;
let url: string;

beforeAll(async () => {
  [browser, dev] = await Promise.all([launch(), startCourier(24_640)]);
  url = dev.inbox.origin;
  const ids = await Promise.all(Object.values(ORY_MESSAGES).map((message) => dev.courier.sendMessage(message)));
  while (ids.some((id) => dev.stories.get(id)?.state !== 'sent'))
    await new Promise((resolve) => setTimeout(resolve, 20));
});

afterAll(async () => {
  await browser?.close();
  await dev?.stop();
});

/** Faults of accessibility that axe calls serious or worse. */
async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Whether it is in sight without scrolling. */
async function isInSight(
  locator: Locator,
  viewport: { readonly width: number; readonly height: number },
): Promise<boolean> {
  const box = await locator.boundingBox();
  return (
    box !== null &&
    box.x >= 0 &&
    box.y >= 0 &&
    box.x + box.width <= viewport.width &&
    box.y + box.height <= viewport.height
  );
}

describe.each([
  ['desk', DESK, 'light'],
  ['desk', DESK, 'dark'],
  ['phone', PHONE, 'light'],
  ['phone', PHONE, 'dark'],
] as const)('at a %s of %j, %s', (device, viewport, colorScheme) => {
  const name = (what: string) => `${device}-${colorScheme}-${what}`;

  test("shows code, state and provider of Ory's messages without scrolling, with no serious fault of accessibility", async () => {
    const { page, problems, close } = await open(browser, url, { viewport, colorScheme });
    const rows = page.getByRole('navigation', { name: 'Phones' }).getByRole('button');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(4);
    const row = rows.filter({ hasText: '650021' });
    for (const text of ['650021', 'sent', 'twilio'])
      expect(await isInSight(row.getByText(text, { exact: true }), viewport)).toBe(true);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(await seriousFaults(page)).toEqual([]);
    await screenshot(page, name('phones'));

    await row.click();
    await screenshot(page, name('conversation'));
    await page
      .getByRole('button', { name: /Your verification code is: 650021/ })
      .last()
      .click();
    const story = page.getByRole('region', { name: 'Story of the message' });
    await story.getByText('Sent by twilio').waitFor();
    for (const text of ['650021', 'sent', 'twilio'])
      expect(await isInSight(story.getByText(text, { exact: true }).first(), viewport)).toBe(true);
    for (const summary of await story.locator('summary').all()) await summary.click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(await seriousFaults(page)).toEqual([]);
    await screenshot(page, name('story'));
    expect(problems).toEqual([]);
    await close();
  });

  test('shows what can go wrong at a provider, and the form, with no serious fault of accessibility', async () => {
    const { page, problems, close } = await open(browser, url, { viewport, colorScheme });
    await page.getByRole('button', { name: /^vonage/ }).click();
    await page.getByRole('button', { name: 'Slow', exact: true }).click();
    await page.getByRole('button', { name: /^vonage slow/ }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await screenshot(page, name('faults'));
    await page.getByRole('button', { name: 'Healthy' }).click();
    await page.getByRole('button', { name: /^Send/ }).click();
    await page.getByRole('dialog').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await screenshot(page, name('send'));
    expect(problems).toEqual([]);
    await close();
  });
});

test('dark and light can be switched, and the choice is remembered', async () => {
  const { page, close } = await open(browser, url, { colorScheme: 'light' });
  const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const light = await background();
  await page.getByRole('button', { name: 'Switch to dark mode' }).click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.reload();
  await page.getByRole('button', { name: 'Switch to light mode' }).waitFor();
  expect(await background()).toBe(dark);
  await close();
});
