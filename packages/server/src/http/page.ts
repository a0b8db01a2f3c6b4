import { createHash } from 'node:crypto'
import { Refusal } from '../errors.js'
import type { Caller, World } from '../operation.js'
import { internalError } from './envelope.js'
import { readBody } from './read-body.js'

/** Pages that people look at. They have no scripts, and nothing that comes from elsewhere. */

export type Page = {
  status: 200 | 400 | 500
  /** HTML, as `main`: whatever a request gave is escaped in it. */
  title: string
  main: string
}

/** What is at an address that people follow. */
export type Form = {
  /** GET: changes nothing. Programs that look for bad links in e-mail follow them too. */
  show(query: URLSearchParams): Page
  /** POST: what its button does. */
  submit(fields: URLSearchParams): Promise<Page>
}

/** Answers a request for a form. Never throws. */
export async function answerForm(
  { log }: Pick<World, 'log'>,
  form: Form,
  request: Request,
  { requestId, address }: Caller,
): Promise<Response> {
  // Never the query: there is a code in it.
  const facts = { requestId, operation: new URL(request.url).pathname, address }
  try {
    const page =
      request.method === 'POST'
        ? await form.submit(new URLSearchParams(await readBody(request)))
        : form.show(new URL(request.url).searchParams)
    log.info({ ...facts, method: request.method, outcome: page.status }, 'request')
    return pageResponse(page, requestId)
  } catch (error) {
    if (error instanceof Refusal) {
      log.info({ ...facts, method: request.method, outcome: error.code }, 'request')
      return pageResponse(fault(400, error.message), requestId)
    }
    log.error({ ...facts, err: error }, 'request failed')
    return pageResponse(fault(500, internalError(requestId).message), requestId)
  }
}

/** Both sentences are our own: there is nothing in them that would have to be escaped. */
const fault = (status: 400 | 500, sentence: string): Page => ({
  status,
  title: 'This did not work',
  main: `<p>${sentence}</p>`,
})

const STYLE =
  'body{margin:0;font:1.125rem/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff}' +
  'main{max-width:32rem;margin:15vh auto 0;padding:0 1.5rem}h1{font-size:1.5rem;line-height:1.25}' +
  'button{font:inherit;padding:.5rem 1.25rem;border:0;border-radius:.375rem;color:#fff;background:#0b57d0;cursor:pointer}' +
  'button:focus-visible{outline:3px solid #f5a623;outline-offset:2px}' +
  '@media(prefers-color-scheme:dark){body{color:#eee;background:#181818}button{color:#111;background:#8ab4f8}}'

const styleHash = createHash('sha256').update(STYLE).digest('base64')

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
}

const pageResponse = ({ status, title, main }: Page, requestId: string) =>
  new Response(
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${main}
</main>
</body>
</html>
`,
    { status, headers: { ...headers, 'x-amzn-requestid': requestId } },
  )
