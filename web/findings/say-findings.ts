// The findings as sentences of the reader.
import type { RunBody } from '../../src/contract/runs.ts'
import type { PolicyBody, ShareNodeBody } from '../../src/contract/policies.ts'
import type { Reader } from '../reader.tsx'
import { findSplit, type SplitFinding } from './policy-findings.ts'
import { findLending, findUsage, findWaits, sectorsOf } from './run-findings.ts'

export function sayUsage(reader: Reader, run: RunBody): string {
  const { t, percent, own, named } = reader
  if (run.series === null) return t('usageTitle')
  const finding = findUsage(sectorsOf(run), run.series)
  switch (finding.kind) {
    case 'above-guarantee':
      return t('usageAbove', { ...named('sector', own(finding.sector.title)), part: percent(finding.partOfTime, 0) })
    case 'all-within-guarantee':
      return t('usageWithin')
    case 'nothing-ran':
      return t('usageNothing')
  }
}

export function sayLending({ t, percent, own, named }: Reader, run: RunBody): string {
  const finding = findLending(sectorsOf(run))
  if (finding.kind === 'nothing-borrowed') return t('lendingNone')
  return t('lendingFound', {
    ...named('borrower', own(finding.borrower.title)),
    ...named('lender', own(finding.lender.title)),
    part: percent(finding.partOfBorrowers, 0),
  })
}

export function sayWaits({ t, duration, own, named }: Reader, run: RunBody): string {
  const finding = findWaits(sectorsOf(run))
  switch (finding.kind) {
    case 'nobody-waited':
      return t('waitsNone')
    case 'one-sector':
      return t('waitsOne', { ...named('sector', own(finding.sector.title)), mean: duration(finding.sector.wait.mean) })
    case 'slowest-and-fastest':
      return t('waitsFound', {
        ...named('slowest', own(finding.slowest.title)),
        ...named('fastest', own(finding.fastest.title)),
        slowestMean: duration(finding.slowest.wait.mean),
        fastestMean: duration(finding.fastest.wait.mean),
      })
  }
}

function splitInWords({ percent }: Reader, shares: readonly number[]): string {
  return shares.map((share) => percent(share)).join(' / ')
}

export function saySplit(reader: Reader, policy: PolicyBody): string {
  const finding: SplitFinding = findSplit(policy)
  const { t, own, named, percent } = reader
  if (finding.kind === 'one-split') {
    return t('splitOne', {
      split: splitInWords(
        reader,
        finding.sectors.map((node: ShareNodeBody) => node.shareOfCards),
      ),
    })
  }
  return t('splitTwo', {
    ...named('sector', own(finding.most.title)),
    cards: percent(finding.most.shareOfCards),
    compute: percent(finding.most.shareOfCompute),
  })
}
