import { useEffect, useRef, useState } from 'preact/hooks';
import type { CourierStatus, Sample } from '../inbox/api';
import { readStory, sendMessage } from './connection';
import { words } from './format';

interface Props {
  readonly courier: CourierStatus;
  readonly phone: string;
  readonly onSent: (phone: string) => void;
  readonly onClose: () => void;
}

const OWN = 'own text';

/** A form that sends a message of any template type. */
export function Send({ courier, phone, onSent, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [recipient, setRecipient] = useState(phone);
  const [type, setType] = useState(courier.samples[0]?.template_type ?? OWN);
  const [data, setData] = useState(() => dataOf(courier.samples[0]));
  const [body, setBody] = useState('');
  const [provider, setProvider] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isSending, setSending] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);

  const choose = (chosen: string) => {
    setType(chosen);
    setData(dataOf(courier.samples.find(({ template_type }) => template_type === chosen)));
  };
  const send = async (event: Event) => {
    event.preventDefault();
    setSending(true);
    try {
      const { id } = await sendMessage({
        recipient,
        ...(type === OWN ? {} : { template_type: type, template_data: JSON.parse(data) }),
        ...(body.trim() === '' ? {} : { body }),
        ...(provider === '' ? {} : { provider }),
      });
      // the courier may write the number in another way
      onSent((await readStory(id)).to);
    } catch (error) {
      setProblem(error instanceof SyntaxError ? `The data is no JSON: ${error.message}` : (error as Error).message);
      setSending(false);
    }
  };
  return (
    <dialog ref={dialog} class="send" aria-labelledby="send-title" onClose={onClose}>
      <form onSubmit={send}>
        <h2 id="send-title">Send a message</h2>
        <label>
          Phone number
          <input
            type="tel"
            value={recipient}
            required
            onInput={({ currentTarget }) => setRecipient(currentTarget.value)}
          />
        </label>
        <label>
          Template type
          <select value={type} onChange={({ currentTarget }) => choose(currentTarget.value)}>
            {courier.samples.map(({ template_type }) => (
              <option key={template_type} value={template_type}>
                {words(template_type)}
              </option>
            ))}
            <option value={OWN}>{OWN}</option>
          </select>
        </label>
        {type !== OWN && (
          <label>
            Data
            <textarea
              class="code"
              rows={9}
              spellcheck={false}
              value={data}
              onInput={({ currentTarget }) => setData(currentTarget.value)}
            />
          </label>
        )}
        <label>
          Text {type !== OWN && <span class="quiet">(blank: the courier renders its template)</span>}
          <textarea
            rows={2}
            value={body}
            required={type === OWN}
            onInput={({ currentTarget }) => setBody(currentTarget.value)}
          />
        </label>
        {courier.providers.length > 1 && (
          <label>
            Provider
            <select value={provider} onChange={({ currentTarget }) => setProvider(currentTarget.value)}>
              <option value="">as the courier chooses</option>
              {courier.providers.map(({ id }) => (
                <option key={id} value={id}>
                  {id}
                </option>
              ))}
            </select>
          </label>
        )}
        {problem !== undefined && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <div class="buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={isSending}>
            Send
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** A sample's data, the code first, and another one each time: the same message twice would be told apart by nobody. */
function dataOf(sample: Sample | undefined): string {
  const code = String(Math.floor(Math.random() * 900_000) + 100_000);
  const entries = Object.entries(sample?.template_data ?? {});
  const isCode = ([name]: [string, unknown]) => name.endsWith('_code');
  const data = Object.fromEntries([...entries.filter(isCode), ...entries.filter((entry) => !isCode(entry))]);
  return JSON.stringify(data, null, 2).replaceAll('"123456"', `"${code}"`);
}
