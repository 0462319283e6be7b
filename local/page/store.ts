import type { CourierStatus, MessageSummary, ProviderStatus } from '../inbox/api';

/** A number and what it has received. */
export interface Phone {
  readonly number: string;
  /** The oldest first. */
  readonly messages: MessageSummary[];
  unread: number;
}

export type Connection = 'connecting' | 'live' | 'lost';

/** What the page knows. It is changed in place and tells whoever draws it, at most once a frame. */
export class Store {
  connection: Connection = 'connecting';
  courier: CourierStatus | undefined;
  providers: readonly ProviderStatus[] = [];
  /** The one with the newest message first. */
  phones: Phone[] = [];
  /** The newest first. */
  messages: MessageSummary[] = [];
  /** The number whose messages are shown. */
  phone: string | undefined;
  /** The message whose story is shown. */
  selected: string | undefined;
  query = '';
  /** Counts changes of a message, so that its story is read anew. */
  readonly versions = new Map<string, number>();
  private readonly byNumber = new Map<string, Phone>();
  private readonly byId = new Map<string, MessageSummary>();
  private readonly texts = new WeakMap<MessageSummary, string>();
  private readonly listeners = new Set<() => void>();
  private isTelling = false;
  /** Until the reader has picked a phone, the page follows the newest message. */
  private hasPicked = false;

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(): void {
    if (this.isTelling) return;
    this.isTelling = true;
    // a hidden page draws no frames, and should be up to date when it is looked at
    const later = document.hidden ? (tell: () => void) => setTimeout(tell) : requestAnimationFrame;
    later(() => {
      this.isTelling = false;
      for (const listener of this.listeners) listener();
    });
  }

  get(id: string | undefined): MessageSummary | undefined {
    return id === undefined ? undefined : this.byId.get(id);
  }

  phoneOf(number: string | undefined): Phone | undefined {
    return number === undefined ? undefined : this.byNumber.get(number);
  }

  get unread(): number {
    return this.phones.reduce((sum, { unread }) => sum + unread, 0);
  }

  /** Takes all that the courier has, the newest first: the page has just been opened, or the courier has started again. */
  reset(messages: readonly MessageSummary[]): void {
    const read = new Set(
      this.phones.flatMap((phone) => phone.messages.slice(0, phone.messages.length - phone.unread).map(({ id }) => id)),
    );
    this.byNumber.clear();
    this.byId.clear();
    this.messages = [...messages];
    for (const message of [...messages].reverse()) {
      const phone = this.place(message);
      if (read.has(message.id)) phone.unread -= 1;
      // what has become of it meanwhile, nobody has told
      this.countChange(message);
    }
    this.phones = [...this.byNumber.values()].sort((a, b) => newest(b) - newest(a));
    const phone = this.phoneOf(this.phone) ?? this.phones[0];
    this.show(phone?.number, this.get(this.selected)?.to === phone?.number ? this.selected : undefined);
    this.changed();
  }

  /** Takes a message that is new or has changed. */
  receive(message: MessageSummary): void {
    this.countChange(message);
    const known = this.byId.get(message.id);
    if (known !== undefined) {
      this.byId.set(message.id, message);
      this.messages[this.messages.indexOf(known)] = message;
      const phone = this.byNumber.get(message.to);
      if (phone !== undefined) phone.messages[phone.messages.indexOf(known)] = message;
      this.changed();
      return;
    }
    this.messages.unshift(message);
    const phone = this.place(message);
    this.phones = [phone, ...this.phones.filter((other) => other !== phone)];
    if (this.phone === undefined || (!this.hasPicked && this.query === '')) this.show(message.to);
    else if (this.phone === message.to) {
      const wasNewest = this.selected === phone.messages.at(-2)?.id;
      if (wasNewest) this.selected = message.id;
      this.read();
    }
    this.changed();
  }

  /** The reader picks a phone, or one of its messages. */
  pick(number: string | undefined, id?: string): void {
    this.hasPicked = true;
    this.show(number, id);
    this.changed();
  }

  /** Picks a row further down or up: of the phones, or of the messages that were found. */
  move(by: number): void {
    const next = <Row>(rows: readonly Row[], at: number) => rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (this.query.trim() === '') {
      const at = this.phones.findIndex(({ number }) => number === this.phone);
      this.pick(next(this.phones, at)?.number);
      return;
    }
    const found = this.found();
    const message = next(
      found,
      found.findIndex(({ id }) => id === this.selected),
    );
    if (message !== undefined) this.pick(message.to, message.id);
  }

  search(query: string): void {
    this.query = query;
    this.changed();
  }

  /** Messages that hold all words of the query, the newest first. */
  found(): MessageSummary[] {
    const words = this.query.toLowerCase().split(/\s+/).filter(Boolean);
    return this.messages.filter((message) => {
      const text = this.textOf(message);
      return words.every((word) => text.includes(word));
    });
  }

  private textOf(message: MessageSummary): string {
    let text = this.texts.get(message);
    if (text === undefined) {
      const { id, to, text: body, code, template_type, state, provider, outcome } = message;
      text = [id, to, body, code, template_type, state, provider, outcome].join('\n').toLowerCase();
      this.texts.set(message, text);
    }
    return text;
  }

  private countChange({ id }: MessageSummary): void {
    this.versions.set(id, (this.versions.get(id) ?? 0) + 1);
  }

  private show(number: string | undefined, id?: string): void {
    this.phone = number;
    this.selected = id ?? this.phoneOf(number)?.messages.at(-1)?.id;
    this.read();
  }

  private read(): void {
    const phone = this.phoneOf(this.phone);
    if (phone !== undefined) phone.unread = 0;
  }

  private place(message: MessageSummary): Phone {
    this.byId.set(message.id, message);
    let phone = this.byNumber.get(message.to);
    if (phone === undefined) {
      phone = { number: message.to, messages: [], unread: 0 };
      this.byNumber.set(message.to, phone);
    }
    phone.messages.push(message);
    phone.unread += 1;
    return phone;
  }
}

function newest(phone: Phone): number {
  return phone.messages.at(-1)?.received_at ?? 0;
}
