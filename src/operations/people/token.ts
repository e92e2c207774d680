// Secrets that a person holds: `<agency>.<random>`. The agency stands in it because rows are found within an agency only;
// the database knows the hash alone.
import { createHash } from 'node:crypto'

export interface HeldToken {
  readonly agency: string
  readonly sha256: string
}

const FORM = /^([a-z][a-z0-9-]{1,31})\.([A-Za-z0-9_-]{43})$/

export function writeToken(agency: string, secret: string): string {
  return `${agency}.${secret}`
}

/** null for what is no token at all. */
export function readToken(token: string): HeldToken | null {
  const agency = FORM.exec(token)?.[1]
  return agency === undefined ? null : { agency, sha256: tokenSha256(token) }
}

export function tokenSha256(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** What a page of this session sends back with every change; it tells nothing of the session's token. */
export function csrfTokenOf(token: string): string {
  return createHash('sha256').update(`csrf:${token}`).digest('base64url')
}
