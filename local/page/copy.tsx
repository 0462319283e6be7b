import { useState } from 'preact/hooks';

const SHOWN_MS = 1_600;

/** A code that a click copies. */
export function CopyCode({ code, label }: { readonly code: string; readonly label: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(code);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <button type="button" class="copy" onClick={copy} title="Copy (c)">
      <span class="visually-hidden">{label} </span>
      <span class="digits">{code}</span>
      <span class="copy-word" aria-live="polite">
        {isCopied ? 'Copied' : 'Copy'}
      </span>
    </button>
  );
}

/** @throws if the browser does not let the page write to the clipboard */
export function copyText(text: string): Promise<void> {
  return navigator.clipboard.writeText(text);
}
