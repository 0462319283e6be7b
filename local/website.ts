/** Names that lead to this machine wherever they are resolved; the last one from a container of Docker Desktop's. */
export const LOCAL_NAMES = ['127.0.0.1', 'localhost', 'host.docker.internal'];

/** What a browser, or whoever asks, says of a request. */
export interface Asking {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}

/**
 * Why a request is not answered, if a website that is open in this machine's browser may have made it: it may neither read codes and secrets
 * nor have messages sent, under whatever name it finds us.
 *
 * A page names itself in `Origin` when it asks another host, and when it sends; one whose own name has come to lead here, by DNS, says so in
 * `Host`: https://fetch.spec.whatwg.org/#origin-header
 */
export function refusalOfWebsite({ host = '', origin }: Asking): string | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (!LOCAL_NAMES.includes(name)) return `host ${name}: only ${LOCAL_NAMES.join(', ')} are answered to`;
  if (origin !== undefined && origin !== `http://${host}`) return 'requests of websites are not answered';
  return undefined;
}
