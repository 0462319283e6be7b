/** Every service that we know, one line each. */
export { messagebird } from './messagebird';
export { twilio } from './twilio';
export { vonage } from './vonage';
