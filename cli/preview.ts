import type { CourierConfig } from '../lambda/config';
import type { Preview, PreviewAnswer } from '../lambda/contract';
import { InvalidMessage } from '../lambda/message';
import { preview as previewMessage } from '../lambda/preview';
import { Templates } from '../lambda/template/templates';
import { BadInput } from './bad-input';
import { loadJsonnet } from './engine';
import { findProvider } from './input';

/** The message is one, and the courier would not send it. */
export class WouldNotBeSent extends Error {
  override readonly name = 'WouldNotBeSent';
}

/** What the first attempt at a message would be. */
export async function preview(config: CourierConfig, value: unknown, providerId?: string): Promise<Preview> {
  const answer = await ask(config, value, providerId);
  if (!answer.would_send) throw new WouldNotBeSent(`the message would end as ${answer.state}: ${answer.detail}`);
  const { would_send: _, ...shown } = answer;
  return shown;
}

async function ask(config: CourierConfig, value: unknown, providerId: string | undefined): Promise<PreviewAnswer> {
  const provider = providerId === undefined ? undefined : findProvider(config, providerId);
  const services = { config, templates: () => new Templates(config), jsonnet: loadJsonnet(), now: Date.now };
  try {
    return await previewMessage(value, provider, services);
  } catch (error) {
    if (error instanceof InvalidMessage) throw new BadInput(`the message is refused: ${error.message}`);
    throw error;
  }
}
