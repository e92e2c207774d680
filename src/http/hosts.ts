// Under which names Weir answers, and from which pages it takes changes. A page of another site that makes a browser
// resolve its own name to this machine (DNS rebinding) sends its own name as Host: names that are not ours are refused.
// An address in numbers cannot be rebound, so every one of them is good.
import { isIP } from 'node:net'

export interface HostRules {
  /** Host names (lower case, without port) besides localhost and addresses in numbers. */
  readonly names: ReadonlySet<string>
  /** Origins besides the one of the request's own Host, for a proxy that ends TLS. */
  readonly origins: ReadonlySet<string>
}

export function hostRules(settings: { readonly host: string; readonly origins: readonly string[] }): HostRules {
  const names = settings.origins.map((origin) => new URL(origin).hostname.toLowerCase())
  return { names: new Set([settings.host.toLowerCase(), ...names]), origins: new Set(settings.origins) }
}

export function isHostAllowed(rules: HostRules, host: string | undefined): boolean {
  const name = hostName(host)
  if (name === null) return false
  return name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0 || rules.names.has(name)
}

/** A browser sends Origin with every change. */
export function isOriginAllowed(rules: HostRules, origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined || host === undefined) return false
  if (rules.origins.has(origin)) return true
  return origin === `http://${host}`
}

/** Without the port; null for what is no host. */
function hostName(host: string | undefined): string | null {
  if (host === undefined || /[/@\\\s?#]/.test(host)) return null
  try {
    const url = new URL(`http://${host}`)
    return url.pathname === '/' ? url.hostname.toLowerCase() : null
  } catch {
    return null
  }
}
