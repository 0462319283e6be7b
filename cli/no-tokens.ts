/** Stands in for cdktf in the command's bundle, where no stack is made and so no value is a token. */
export const Token = { isUnresolved: (): boolean => false };
