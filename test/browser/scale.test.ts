/** Ten thousand messages: what the page costs then, measured in the browser. */
import { EventEmitter } from 'node:events';
import type { Browser } from 'playwright-core';
import type { LocalServer } from '../../local/http';
import { startInbox } from '../../local/inbox/server';
import { Stories } from '../../local/inbox/stories';
import { deliverOne, sourceOf } from '../local/inbox/support';
import { launch, open, report, screenshot } from './support';

const MESSAGES = 10_000;
const PHONES = 2_500;

let browser: Browser;
let inbox: LocalServer;
let next: (text: string) => void;

beforeAll(async () => {
  const source = sourceOf(new EventEmitter());
  const stories = new Stories(source);
  for (let index = 0; index < MESSAGES; index++)
    deliverOne(source, {
      id: `m${index}`,
      to: `+4915${String(110_000_000 + (index % PHONES))}`,
      code: String(100_000 + index),
    });
  next = (code) => deliverOne(source, { id: `new-${code}`, to: '+4915110000000', code });
  [browser, inbox] = await Promise.all([launch(), startInbox({ courier: source, stories, port: 24_680 })]);
});

afterAll(async () => {
  await browser?.close();
  await inbox?.close();
});

test('ten thousand messages are shown and searched at once', async () => {
  const { page, problems, close } = await open(browser, inbox.origin);
  await page.getByRole('navigation').getByRole('button').first().waitFor();
  const paint = (await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")) as number;
  report(`first paint with ${MESSAGES} messages`, paint);
  // the rows that are in sight, not the ten thousand
  expect(await page.locator('.row').count()).toBeLessThan(40);
  expect(await page.getByRole('navigation').getByRole('heading').textContent()).toContain('2,500');

  const times: number[] = [];
  for (const query of ['109999', '+491511000', 'sent twilio', '5', 'nothing holds this']) {
    const took = (await page.evaluate(searching(query))) as number;
    times.push(took);
    await page.getByText(/messages? found/).waitFor();
  }
  for (const [index, took] of times.entries()) report(`search ${index + 1} in ${MESSAGES} messages`, took);
  await page.getByRole('searchbox').fill('109999');
  await page.getByText('1 message found').waitFor();
  await screenshot(page, 'ten-thousand');
  await page.getByRole('searchbox').fill('');

  const arrivedAt = Date.now();
  next('424242');
  await page.getByRole('button', { name: /Newest code 424242/ }).waitFor();
  report(`a message more, until it is seen among ${MESSAGES}`, Date.now() - arrivedAt);
  // a sanity check for a machine under any load: the figures are for people
  expect(Math.max(paint, ...times)).toBeLessThan(10_000);
  expect(problems).toEqual([]);
  await close();
});

/** A script that types a query and gives the milliseconds until its results have been drawn. */
function searching(query: string): string {
  return `(async () => {
    const input = document.querySelector('input[type=search]');
    const startedAt = performance.now();
    input.value = ${JSON.stringify(query)};
    input.dispatchEvent(new Event('input', { bubbles: true }));
    // drawn in the next frame
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - startedAt;
  })()`;
}
