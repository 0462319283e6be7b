/** What no function can be faster than. */
export const handler = async (): Promise<void> => {};
