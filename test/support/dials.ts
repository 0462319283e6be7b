/** A TCP handle of Node, below `net.Socket`: what it is told to connect to goes to the kernel as it stands. */
interface TcpPrototype {
  connect(request: object, address: string, port: number): number;
  connect6(request: object, address: string, port: number): number;
}

interface Binding {
  binding(name: 'tcp_wrap'): { readonly TCP: { readonly prototype: TcpPrototype } };
}

export interface Dials {
  /** Every address that was really dialled, in order. */
  readonly addresses: readonly string[];
  restore(): void;
}

/**
 * Watches every TCP connection of the process, whoever opens it. Each is led to the given port of 127.0.0.1,
 * so that a test can dial addresses that this machine has no route to, and so that
 * a guard that lets one through is seen by a listener.
 */
export function watchDials(port: number): Dials {
  const { prototype } = (process as unknown as Binding).binding('tcp_wrap').TCP;
  const { connect, connect6 } = prototype;
  const addresses: string[] = [];
  prototype.connect = function (this: TcpPrototype, request, address) {
    addresses.push(address);
    return connect.call(this, request, '127.0.0.1', port);
  };
  prototype.connect6 = function (this: TcpPrototype, request, address) {
    addresses.push(address);
    return connect6.call(this, request, '::ffff:127.0.0.1', port);
  };
  return { addresses, restore: () => Object.assign(prototype, { connect, connect6 }) };
}
