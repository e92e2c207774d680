// Title and description of every page, in its language; the server writes them into the document, the browser keeps them up.
import { textIn, type Language } from '../src/domain/kernel/language.ts'
import { financeText } from '../src/text/finance/text.ts'
import { sentence } from '../src/text/format.ts'
import { meteringText } from '../src/text/metering/text.ts'
import { verifyText } from '../src/text/verify/text.ts'
import { isUnfinished } from './pages/runs/run-states.ts'
import { createReader } from './reader.tsx'
import type { PolicyBody } from '../src/contract/policies.ts'
import type { RunBody } from '../src/contract/runs.ts'

export interface PageHead {
  readonly title: string
  readonly description: string
  /** Without JavaScript the page asks anew after so many seconds. */
  readonly refreshSeconds?: number
}

const REFRESH_SECONDS = 4

export function homeHead(language: Language, showcase: RunBody | null): PageHead {
  const { t } = createReader(language)
  return {
    title: t('homeTitle'),
    description: t('homeLead'),
    ...(showcase === null || isUnfinished(showcase.progress.state) ? { refreshSeconds: REFRESH_SECONDS } : {}),
  }
}

export function policiesHead(language: Language): PageHead {
  const { t } = createReader(language)
  return { title: titled(t('policiesTitle')), description: t('policiesLead') }
}

export function policyHead(language: Language, policy: PolicyBody): PageHead {
  const { t } = createReader(language)
  const title = textIn(policy.title, language)
  return { title: titled(title), description: textIn(policy.description, language) || t('policiesLead') }
}

export function runsHead(language: Language): PageHead {
  const { t } = createReader(language)
  return { title: titled(t('runsTitle')), description: t('runsLead') }
}

export function runHead(language: Language, run: RunBody): PageHead {
  const { t } = createReader(language)
  return {
    title: titled(t('runTitle', { scenario: textIn(run.title, language) })),
    description: t('runsLead'),
    ...(isUnfinished(run.progress.state) ? { refreshSeconds: REFRESH_SECONDS } : {}),
  }
}

export function waitingHead(language: Language, run: RunBody): PageHead {
  const { t } = createReader(language)
  return { title: titled(`${t('waitingTitle')}: ${textIn(run.title, language)}`), description: t('waitingLead') }
}

export function compareHead(language: Language): PageHead {
  const { t } = createReader(language)
  return { title: titled(t('compareTitle')), description: t('compareLead') }
}

export function labHead(language: Language): PageHead {
  const { t } = createReader(language)
  return { title: titled(t('labTitle')), description: t('labLead') }
}

/** @param what the account or project that it is about */
export function ledgerHead(language: Language, what?: string): PageHead {
  const { t } = createReader(language)
  return {
    title: titled(what === undefined ? t('navLedger') : `${what} · ${t('navLedger')}`),
    description: t('ledgerHint'),
  }
}

export function meteringHead(language: Language): PageHead {
  const { t } = createReader(language)
  const title = sentence(meteringText, language, 'title')
  return { title: titled(`${title} · ${t('navLedger')}`), description: sentence(meteringText, language, 'lead') }
}

export function verifyLogHead(language: Language): PageHead {
  return {
    title: titled(sentence(verifyText, language, 'title')),
    description: sentence(verifyText, language, 'lead'),
  }
}

export function financeHead(language: Language): PageHead {
  const { t } = createReader(language)
  const title = sentence(financeText, language, 'title')
  return { title: titled(`${title} · ${t('navLedger')}`), description: sentence(financeText, language, 'lead') }
}

export function signInHead(language: Language): PageHead {
  const { t } = createReader(language)
  return { title: titled(t('signInTitle')), description: t('signInLead') }
}

export function notFoundHead(language: Language): PageHead {
  const { t } = createReader(language)
  return { title: titled(t('notFoundTitle')), description: t('notFoundLead') }
}

export function failureHead(language: Language): PageHead {
  const { t } = createReader(language)
  return { title: titled(t('failureTitle')), description: t('failureLead') }
}

function titled(title: string): string {
  return `${title} · Weir`
}

/** What a matched page's loader gave, when it gave a head. */
export function headOf(loaderGave: unknown): PageHead | null {
  if (typeof loaderGave !== 'object' || loaderGave === null || !('head' in loaderGave)) return null
  return loaderGave.head as PageHead
}
