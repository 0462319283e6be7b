import { FunctionError, type GoFunction } from '../go-function';
import { STRING } from '../go-type';
import { define } from './define';

export const FLOW: Readonly<Record<string, GoFunction>> = {
  fail: define([STRING], STRING, (message: string) => {
    throw new FunctionError(message);
  }),
};
