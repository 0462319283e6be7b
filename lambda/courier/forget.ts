import type { ForgetAnswer } from '../contract';
import { parseRecipient } from '../phone';
import { InvalidRequest } from './request';
import type { CourierServices } from './services';

/** Removes what leads from the ledger to a phone number. @throws {InvalidRequest} @throws if the ledger cannot be reached */
export async function forget(to: string, { delivery }: CourierServices): Promise<ForgetAnswer> {
  const recipient = parseRecipient(to, delivery.config.defaultCountry);
  if (recipient === undefined)
    throw new InvalidRequest(`to: not a phone number (${to.length} characters); send it in E.164 form, such as "+49…"`);
  const { forgotten, underWay } = await delivery.ledger.forget(recipient.e164);
  return { forgotten, under_way: underWay };
}
