import type { OperationName } from '@latchkey/wire'

/** Operations of the protocol that are not served, by the reason. A test holds this against the table of contents. */
const reasons: [why: string, names: OperationName[]][] = [
  [
    'there is no hosted sign-in page, which is what a domain is for',
    [
      'CreateUserPoolDomain',
      'DeleteUserPoolDomain',
      'DescribeUserPoolDomain',
      'UpdateUserPoolDomain',
      'CreateResourceServer',
      'DeleteResourceServer',
      'DescribeResourceServer',
      'ListResourceServers',
      'UpdateResourceServer',
    ],
  ],
  [
    'there is no hosted sign-in page to brand',
    [
      'CreateManagedLoginBranding',
      'DeleteManagedLoginBranding',
      'DescribeManagedLoginBranding',
      'DescribeManagedLoginBrandingByClient',
      'UpdateManagedLoginBranding',
      'GetUICustomization',
      'SetUICustomization',
    ],
  ],
  [
    'there is no hosted sign-in page to show terms on',
    ['CreateTerms', 'DeleteTerms', 'DescribeTerms', 'DescribeTermsByClient', 'ListTerms', 'UpdateTerms'],
  ],
  [
    'sign-in through another identity provider is not there yet',
    [
      'CreateIdentityProvider',
      'DeleteIdentityProvider',
      'DescribeIdentityProvider',
      'GetIdentityProviderByIdentifier',
      'ListIdentityProviders',
      'UpdateIdentityProvider',
      'GetSigningCertificate',
    ],
  ],
  [
    'risk is not assessed',
    [
      'AdminUpdateAuthEventFeedback',
      'UpdateAuthEventFeedback',
      'DescribeRiskConfiguration',
      'SetRiskConfiguration',
    ],
  ],
  [
    'logs go to the standard error output of the server, not to services of AWS',
    ['GetLogDeliveryConfiguration', 'SetLogDeliveryConfiguration'],
  ],
  [
    'a pool has no copies in other regions: nodes that share a database are one pool',
    ['CreateUserPoolReplica', 'DeleteUserPoolReplica', 'ListUserPoolReplicas', 'UpdateUserPoolReplica'],
  ],
  [
    'no capacity is bought here, so that none is provisioned',
    ['GetProvisionedLimit', 'UpdateProvisionedLimit'],
  ],
  ['tokens for a client without a user belong to resource servers, which are not served', ['GetClientToken']],
]

/** Why an operation is not served, as the end of a sentence. */
export const whyNotServed: ReadonlyMap<OperationName, string> = new Map(
  reasons.flatMap(([why, names]) => names.map((name) => [name, why])),
)
