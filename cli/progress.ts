/** Tells at a terminal how far it is, in one line that changes, and elsewhere in a line for each so many. */
export class Progress {
  private told = 0;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly every = 1000,
  ) {}

  tell(done: number, text: string): void {
    if (this.stream.isTTY) this.stream.write(`\r\u001b[K${text}`);
    else if (done - this.told >= this.every) {
      this.told = done;
      this.stream.write(`${text}\n`);
    }
  }

  end(): void {
    if (this.stream.isTTY) this.stream.write('\r\u001b[K');
  }
}
