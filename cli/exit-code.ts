/** 2 is for wrong use: https://www.gnu.org/software/bash/manual/html_node/Exit-Status.html */
export const EXIT = { negative: 1, badInput: 2 } as const;
