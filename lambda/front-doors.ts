/** The ways in. A message's identity holds the one that it came by first, since two senders may count alike. */
export const FRONT_DOORS = ['invoke', 'queue', 'ory', 'cognito', 'supabase', 'zitadel', 'generic'] as const;

export type FrontDoor = (typeof FRONT_DOORS)[number];
