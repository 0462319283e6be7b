/** Every service that we know, one line each. */
export { twilio } from './twilio';
export { vonage } from './vonage';
