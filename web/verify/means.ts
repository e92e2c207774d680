// SHA-256 and Ed25519 in the browser, in the forms that the domain asks for. Not the browser's own: those answer later, and a
// tree of a million leaves needs two million hashes one after the other.
import './byte-texts.ts'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { AuditMeans } from '../../src/domain/proof/log-audit.ts'

export const MEANS: AuditMeans = {
  sha256,
  verify: ({ publicKey, message, signature }) => {
    if (publicKey.length !== 32 || signature.length !== 64) return false
    try {
      // As RFC 8032 says, and as the server and the command verify.
      return ed25519.verify(signature, message, publicKey, { zip215: false })
    } catch {
      return false
    }
  },
}
