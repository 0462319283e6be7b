/** Every service that we know, one line each. */
export { endUserMessaging } from './end-user-messaging';
export { messagebird } from './messagebird';
export { plivo } from './plivo';
export { sinch } from './sinch';
export { sns } from './sns';
export { twilio } from './twilio';
export { vonage } from './vonage';
export { whatsapp } from './whatsapp';
