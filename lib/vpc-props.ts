/** Where in a VPC the functions run. What the VPC must let them reach: docs/network.md. */
export interface VpcProps {
  /**
   * Private subnets that have a way to AWS's services and to the providers, as a rule by a NAT gateway; 1 to 16, in two availability zones
   * or more. A function has no public address, so a public subnet gives it no way out.
   * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
   */
  readonly subnetIds: readonly string[];

  /** Security groups of the functions' network interfaces, which must let out TCP 443; 1 to 5. Nothing needs to come in. */
  readonly securityGroupIds: readonly string[];
}
