/**
 * The headers that browsers ask for before a call. Source: aws-amplify and amazon-cognito-identity-js on the wire.
 * The star lets apps add headers of their own; it never stands for Authorization (Fetch standard, "CORS-preflight
 * fetch"), so that no web page can send signed admin operations, not even with the well-known pair of development.
 */
export const allowedHeaders = [
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'cache-control',
  'content-type',
  'x-amz-target',
  'x-amz-user-agent',
  '*',
]

export const exposedHeaders = ['x-amzn-errortype', 'x-amzn-errormessage', 'x-amzn-requestid', 'date']

/** One preflight serves a whole sign-in, and the next ones: browsers cap it (Chromium at two hours). */
export const preflightSeconds = 7200
