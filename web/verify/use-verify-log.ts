// The state of the page that verifies a log: what was looked at, what is kept, and what was found since.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { LookEnd } from './look-at-log.ts'
import { forget, recall, remember, type Remembered } from './remembered.ts'
import { Verifier, type VerifyProgress } from './verifier.ts'
import type { Basis, ReceiptVerified, Replayed, VerifyEnd } from './verify-worker.ts'

export type LookState =
  | { readonly phase: 'looking' }
  | {
      readonly phase: 'ended'
      readonly end: LookEnd | { readonly kind: 'failed' }
      /** What this browser knew before it looked; null: it had never seen the log. */
      readonly kept: Remembered | null
      /** Whether what was found in order could be kept. */
      readonly isKept: boolean
    }

export type ReplayState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'replaying'; readonly progress: VerifyProgress | null }
  | { readonly phase: 'ended'; readonly end: Replayed | Trouble }

export type ReceiptState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'verifying' }
  | { readonly phase: 'ended'; readonly end: ReceiptVerified | { readonly kind: 'no-receipt' } | Trouble }

export type Trouble =
  | { readonly kind: 'unreachable'; readonly url: string; readonly detail: string }
  | { readonly kind: 'failed' }

export interface VerifyLog {
  readonly look: LookState
  readonly replay: ReplayState
  readonly receipt: ReceiptState
  readonly lookAgain: () => void
  readonly startReplay: () => void
  readonly cancelReplay: () => void
  readonly verifyReceipt: (text: string) => void
  /** Trusts these from now on, and looks again. */
  readonly trust: (given: Pick<Remembered, 'keys' | 'keysFrom' | 'witnesses'>) => void
  readonly forgetAll: () => void
}

export function useVerifyLog(agency: string): VerifyLog {
  const { look, lookAgain } = useLook(agency)
  const basis = basisOf(agency, look)
  const { replay, startReplay, cancelReplay } = useReplay(basis)
  const { receipt, verifyReceipt } = useReceipt(basis)
  const trust = useCallback(
    (given: Pick<Remembered, 'keys' | 'keysFrom' | 'witnesses'>) => {
      const { note, seenAt, ...others } = recall(agency) ?? { note: null, seenAt: null }
      remember(agency, { ...others, form: 1, ...given, note, seenAt })
      lookAgain()
    },
    [agency, lookAgain],
  )
  const forgetAll = useCallback(() => {
    forget(agency)
    lookAgain()
  }, [agency, lookAgain])
  return { look, replay, receipt, lookAgain, startReplay, cancelReplay, verifyReceipt, trust, forgetAll }
}

function useLook(agency: string): { readonly look: LookState; readonly lookAgain: () => void } {
  const [look, setLook] = useState<LookState>({ phase: 'looking' })
  const [round, setRound] = useState(0)
  useEffect(() => {
    const verifier = new Verifier()
    const kept = recall(agency)
    setLook({ phase: 'looking' })
    void verifier.ask({ kind: 'look', address: addressOf(agency), kept }).then((end) => {
      if (isLookEnd(end)) setLook({ phase: 'ended', end, kept, isKept: keepIfInOrder(agency, end, kept) })
    })
    return () => verifier.close()
  }, [agency, round])
  const lookAgain = useCallback(() => setRound((before) => before + 1), [])
  return { look, lookAgain }
}

function useReplay(basis: Basis | null): Pick<VerifyLog, 'replay' | 'startReplay' | 'cancelReplay'> {
  const [replay, setReplay] = useState<ReplayState>({ phase: 'idle' })
  const verifier = useVerifier(basis, () => setReplay({ phase: 'idle' }))
  const startReplay = (): void => {
    if (basis === null) return
    setReplay({ phase: 'replaying', progress: null })
    const onProgress = (progress: VerifyProgress): void => setReplay({ phase: 'replaying', progress })
    void verifier.ask({ kind: 'replay', basis }, onProgress).then((end) => {
      if (end.kind === 'replayed') keepHashes(basis, end)
      if (end.kind === 'replayed' || isTrouble(end)) setReplay({ phase: 'ended', end })
    })
  }
  const cancelReplay = (): void => {
    verifier.close()
    setReplay({ phase: 'idle' })
  }
  return { replay, startReplay, cancelReplay }
}

function useReceipt(basis: Basis | null): Pick<VerifyLog, 'receipt' | 'verifyReceipt'> {
  const [receipt, setReceipt] = useState<ReceiptState>({ phase: 'idle' })
  const verifier = useVerifier(basis, () => setReceipt({ phase: 'idle' }))
  const verifyReceipt = (text: string): void => {
    if (basis === null) return
    setReceipt({ phase: 'verifying' })
    void verifier.ask({ kind: 'receipt', basis, text }).then((end) => {
      if (end.kind === 'receipt' || end.kind === 'no-receipt' || isTrouble(end)) setReceipt({ phase: 'ended', end })
    })
  }
  return { receipt, verifyReceipt }
}

/** A worker of its own, ended when the checkpoint that it works on is no longer the one that is shown. */
function useVerifier(basis: Basis | null, reset: () => void): Verifier {
  const [verifier] = useState(() => new Verifier())
  const latestReset = useRef(reset)
  latestReset.current = reset
  const key = basis === null ? null : JSON.stringify(basis)
  useEffect(() => {
    latestReset.current()
    return () => verifier.close()
  }, [key, verifier])
  return verifier
}

function addressOf(agency: string): { readonly agency: string; readonly base: string } {
  return { agency, base: `${location.origin}/log/${encodeURIComponent(agency)}/` }
}

function basisOf(agency: string, look: LookState): Basis | null {
  if (look.phase !== 'ended' || look.end.kind !== 'looked') return null
  const { note, keys } = look.end
  const { witnesses = [], note: seenNote = null, hashes: seenHashes = null } = look.kept ?? {}
  return { ...addressOf(agency), note, keys, witnesses, seenNote, seenHashes }
}

/** What is not in order never takes the place of what was. */
function keepIfInOrder(agency: string, end: LookEnd | { readonly kind: 'failed' }, kept: Remembered | null): boolean {
  if (end.kind !== 'looked' || end.findings.length > 0) return false
  const { keys, note } = end
  const { keysFrom = 'first-sight', witnesses = [], ...others } = kept ?? {}
  return remember(agency, { ...others, form: 1, keys, keysFrom, witnesses, note, seenAt: new Date().toISOString() })
}

/** A million entries are 170 kB; a browser keeps some megabytes for a site. */
const HASHES_MAX = 4_000_000

/** What was verified in order, under the checkpoint that is kept. */
function keepHashes(basis: Basis, { findings, size, hashes }: Replayed): void {
  const kept = recall(basis.agency)
  if (findings.length > 0 || size > HASHES_MAX || kept === null || kept.note !== basis.note) return
  remember(basis.agency, { ...kept, hashes })
}

function isLookEnd(end: VerifyEnd): end is LookEnd | { readonly kind: 'failed' } {
  return end.kind === 'looked' || end.kind === 'empty' || end.kind === 'malformed' || isTrouble(end)
}

function isTrouble(end: VerifyEnd): end is Trouble {
  return end.kind === 'unreachable' || end.kind === 'failed'
}
