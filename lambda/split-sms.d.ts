/** The package ships no types of its own. */
declare module 'split-sms' {
  const splitSms: {
    split(text: string): { readonly characterSet: 'GSM' | 'Unicode'; readonly parts: readonly unknown[] };
  };
  export default splitSms;
}
