// What the figures say, as one sentence: the title of a chart. Always computed, never a fixed text.
import type { Language } from '../domain/kernel/language.ts'
import { formatDuration } from '../text/duration.ts'
import { sentence, type MessageValues } from '../text/format.ts'
import { koreanParticles } from '../text/korean-particles.ts'
import { chartText } from '../text/charts/text.ts'
import { amountForms, formatShare } from './amounts.ts'
import type { SectorSplit } from './options.ts'
import { accountOf, guaranteedShare, sectorsOf, seriesOf, type NamedNode, type RunFigures } from './run-figures.ts'

type FindingKey = Extract<keyof typeof chartText.en, `finding-${string}`>

/** Which sector was above its guarantee for the longest part of the time. */
export function usageFinding(figures: RunFigures, language: Language): string {
  const say = speaker(language)
  if (figures.summary.deliveredUnitSeconds === 0) return say('finding-nothing-ran')
  const partAbove = (sector: NamedNode) => {
    const { inUse } = seriesOf(figures, sector.id)
    const above = inUse.filter((units) => units > sector.guarantee).length
    return inUse.length === 0 ? 0 : above / inUse.length
  }
  const most = greatest(sectorsOf(figures), partAbove)
  if (most === null || partAbove(most) === 0) return say('finding-usage-within')
  const guarantee = amountForms(language, figures.unit).countOfUnits(most.guarantee)
  return say('finding-usage-above', { sector: most.name, guarantee, part: formatShare(language, partAbove(most)) })
}

/** Who borrowed the most, and who lent the most. */
export function lendingFinding(figures: RunFigures, language: Language): string {
  const say = speaker(language)
  const forms = amountForms(language, figures.unit)
  const sectors = sectorsOf(figures)
  const borrower = greatest(sectors, (sector) => sector.borrowedUnitSeconds)
  const lender = greatest(sectors, (sector) => sector.lentUnitSeconds)
  if (borrower === null || lender === null || borrower.borrowedUnitSeconds === 0) return say('finding-lending-none')
  const borrowed = forms.countOfUnitHours(borrower.borrowedUnitSeconds)
  if (lender.lentUnitSeconds === 0) return say('finding-lending-common', { borrower: borrower.name, borrowed })
  const lent = forms.countOfUnitHours(lender.lentUnitSeconds)
  return say('finding-lending', { borrower: borrower.name, borrowed, lender: lender.name, lent })
}

/** Who owes the most when the run ends, and who is owed the most. */
export function owedFinding(figures: RunFigures, language: Language): string {
  const say = speaker(language)
  const forms = amountForms(language, figures.unit)
  const owedBy = (sector: NamedNode) => accountOf(figures, sector.id)?.owed.at(-1) ?? 0
  const debtor = greatest(sectorsOf(figures), owedBy)
  const creditor = greatest(sectorsOf(figures), (sector) => -owedBy(sector))
  if (debtor === null || creditor === null || owedBy(debtor) <= 0) return say('finding-owed-none')
  const owed = forms.countOfUnitHours(owedBy(debtor))
  if (owedBy(creditor) >= 0) return say('finding-owed-common', { debtor: debtor.name, owed })
  const due = forms.countOfUnitHours(-owedBy(creditor))
  return say('finding-owed', { debtor: debtor.name, owed, creditor: creditor.name, due })
}

/** Who waited longest, and who least. */
export function waitFinding(figures: RunFigures, language: Language): string {
  const say = speaker(language)
  const asking = sectorsOf(figures).filter((sector) => sector.jobs > 0)
  const slowest = greatest(asking, (sector) => sector.wait.mean)
  const fastest = greatest(asking, (sector) => -sector.wait.mean)
  if (slowest === null || fastest === null || slowest.wait.max === 0) return say('finding-wait-none')
  const mean = (sector: NamedNode) => formatDuration(language, sector.wait.mean)
  if (asking.length === 1) return say('finding-wait-one', { sector: slowest.name, mean: mean(slowest) })
  if (slowest.wait.mean === fastest.wait.mean) return say('finding-wait-same', { mean: mean(slowest) })
  const values = { slowest: slowest.name, fastest: fastest.name }
  return say('finding-wait', { ...values, slowestMean: mean(slowest), fastestMean: mean(fastest) })
}

/** How long the queue was, on average and at most. */
export function queueFinding(figures: RunFigures, language: Language): string {
  const { queueLength, stepSeconds, startAt } = figures.series
  if (figures.summary.queueLengthMax === 0) return speaker(language)('finding-queue-none')
  // The last step may end before its full length; its mean is over what there was of it.
  const seconds = Math.max(1, figures.summary.lastEndAt - startAt)
  const jobSeconds = queueLength.reduce(
    (sum, jobs, step) => sum + jobs * Math.min(stepSeconds, Math.max(0, seconds - step * stepSeconds)),
    0,
  )
  const { number } = amountForms(language, figures.unit)
  const mean = jobSeconds / seconds
  return speaker(language)('finding-queue', {
    mean: number(mean, mean < 10 ? 1 : 0),
    max: number(figures.summary.queueLengthMax),
  })
}

/** How much of the pool was in use. */
/** Only of a run whose jobs lay on nodes. */
export function fragmentationFinding(figures: RunFigures, language: Language): string {
  const forms = amountForms(language, figures.unit)
  return speaker(language)('finding-fragmentation', {
    share: formatShare(language, figures.summary.fragmentation ?? 0),
    units: forms.units,
  })
}

export function utilisationFinding(figures: RunFigures, language: Language): string {
  const capacity = amountForms(language, figures.unit).countOfUnits(figures.summary.capacity)
  return speaker(language)('finding-utilisation', {
    share: formatShare(language, figures.summary.utilisation),
    capacity,
  })
}

/** The sector whose part of the delivered time is furthest from its guarantee, and who borrowed the most. */
export function shareFinding(figures: RunFigures, language: Language): string {
  const say = speaker(language)
  if (figures.summary.deliveredUnitSeconds === 0) return say('finding-nothing-ran')
  const sectors = sectorsOf(figures)
  const away = (sector: NamedNode) => Math.abs(sector.shareOfDelivered - guaranteedShare(sector, figures.summary))
  const furthest = greatest(sectors, away)
  const borrower = greatest(sectors, (sector) => sector.borrowedUnitSeconds)
  if (furthest === null || borrower === null) return say('finding-nothing-ran')
  const values = {
    sector: furthest.name,
    delivered: formatShare(language, furthest.shareOfDelivered),
    guarantee: formatShare(language, guaranteedShare(furthest, figures.summary)),
  }
  if (borrower.borrowedUnitSeconds === 0) return say('finding-share', values)
  const borrowed = amountForms(language, figures.unit).countOfUnitHours(borrower.borrowedUnitSeconds)
  if (borrower === furthest) return say('finding-share-borrowed-too', { ...values, borrowed })
  return say('finding-share-borrowed', { ...values, borrower: borrower.name, borrowed })
}

/** Less than a tenth of a percentage point is rounding of whole cards. */
const SPLIT_DIFFERENCE_MIN = 0.001

/** Whether the split of cards is the split of compute. */
export function splitFinding(sectors: readonly SectorSplit[], language: Language): string {
  const difference = (sector: SectorSplit) => Math.abs(sector.shareOfCompute - sector.shareOfCards)
  const most = greatest(sectors, difference)
  if (most === null || difference(most) < SPLIT_DIFFERENCE_MIN) return speaker(language)('finding-split-one')
  const cards = formatShare(language, most.shareOfCards)
  return speaker(language)('finding-split', {
    sector: most.name,
    cards,
    compute: formatShare(language, most.shareOfCompute),
  })
}

/** Every value comes with its Korean particles: {sector}{sectorTopic}. */
function speaker(language: Language) {
  return (key: FindingKey, values: Readonly<Record<string, string>> = {}): string => {
    const withParticles: Record<string, string> = { ...values }
    for (const [name, value] of Object.entries(values)) {
      const { topic, subject, object } = koreanParticles(value)
      withParticles[`${name}Topic`] = topic
      withParticles[`${name}Subject`] = subject
      withParticles[`${name}Object`] = object
    }
    return sentence(chartText, language, key, withParticles satisfies MessageValues)
  }
}

/** The first of those with the greatest amount. */
function greatest<T>(items: readonly T[], amount: (item: T) => number): T | null {
  let best: T | null = null
  for (const item of items) if (best === null || amount(item) > amount(best)) best = item
  return best
}
