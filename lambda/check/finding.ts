/** Something about a configuration that its author should know. */
export interface Finding {
  /** `error`: it cannot work. `warning`: some messages cannot be sent. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
}
