/**
 * How much may be sent. Hours and days are those of the clock in UTC. What is over a limit ends as `limited`: it is not sent, leaves no
 * dead letter, and is told by the metric `over_limit`, by limit. A message that is tried again counts once.
 */
export interface LimitsProps {
  /**
   * `enforce` stops what is over a limit; `record` sends it all the same and tells of it, to find out what limits fit. Countries that are
   * not in `allowedCountries` are never sent to.
   *
   * @default 'enforce'
   */
  readonly mode?: 'enforce' | 'record';

  /**
   * Messages to one number in an hour; 1 to 100. Somebody whose code does not come asks for another three or four times.
   *
   * @default 10
   */
  readonly recipientPerHour?: number;

  /**
   * Messages in an hour to numbers that differ in their last four digits only; 1 to 1,000 and no less than `recipientPerHour`. Fraudsters
   * lease numbers by such blocks of ten thousand.
   *
   * @default 100
   */
  readonly prefixPerHour?: number;

  /**
   * Messages in an hour for one client, by its IPv4 address or the /64 of its IPv6 address; 1 to 1,000,000. A company and a mobile network
   * may have one address for many users. It is known of messages that come from Ory through the ingress only, by the header
   * `True-Client-Ip` that Ory's edge writes; what others send under that name is not believed.
   *
   * @default 300
   */
  readonly clientIpPerHour?: number;

  /**
   * Messages to one country in an hour; 1 to 10,000,000. Set it to some times what your busiest hour has.
   *
   * @default 10000
   */
  readonly countryPerHour?: number;

  /**
   * Segments in a day, to all countries together: the most that a day can cost, since carriers bill segments; 1 to 100,000,000. Set it to
   * some times what your busiest day has.
   *
   * @default 100000
   */
  readonly segmentsPerDay?: number;
}
