import { canonicalJson } from '../canonical-json';
import type { Message } from '../message';
import { canonicalTemplateType } from '../template-type';

/**
 * What a message is told from others by, to be hashed with the ledger's key: its front door and its id; without an id of the
 * sender's, where the same message may come in twice under no name at all, what it says to whom. The expiry is no part of it: a message
 * that is posted again gets another.
 */
export function identityOf(message: Message): readonly string[] {
  const { origin, id, identifiedBy, recipient, templateType, templateData, body } = message;
  return identifiedBy === 'id'
    ? ['message', origin, id]
    : ['content', origin, recipient.e164, canonicalTemplateType(templateType), canonicalJson(templateData), body];
}
