// How evenly projects were served, and what giving way has cost: the figures that were recorded, each with what it is.
import type { Language } from '../domain/kernel/language.ts'
import { chartText } from '../text/charts/text.ts'
import { formatDuration } from '../text/duration.ts'
import { formatNumber, sentence, type MessageValues } from '../text/format.ts'
import { amountForms, formatShare } from './amounts.ts'
import type { RunFigures } from './run-figures.ts'

export interface ToldFigure {
  readonly value: string
  readonly name: string
}

/** Empty for a run from before they were recorded. */
export function fairnessFigures(
  { summary, unit }: Pick<RunFigures, 'summary' | 'unit'>,
  language: Language,
): readonly ToldFigure[] {
  const say = (key: keyof typeof chartText.en, values: MessageValues = {}) => sentence(chartText, language, key, values)
  const forms = amountForms(language, unit)
  const two = (value: number) => formatNumber(language, value, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const told: ToldFigure[] = []
  const tell = (value: string, key: keyof typeof chartText.en, values: MessageValues = {}) =>
    told.push({ value, name: say(key, values) })
  const { turnaround, fairness, evictions = {}, lostUnitSeconds = 0, fragmentation } = summary
  if (turnaround !== undefined) tell(formatDuration(language, turnaround.mean), 'fairness-turnaround')
  const jainIndex = fairness?.jainIndex ?? null
  if (jainIndex !== null) tell(two(jainIndex), 'fairness-jain')
  const finishTime = fairness?.finishTime ?? null
  if (finishTime !== null) {
    const [part, all] = [forms.number(finishTime.atMostOne), forms.number(finishTime.projects)]
    tell(say('count-of', { part, all }), 'fairness-alone')
    tell(two(finishTime.max), 'fairness-alone-max')
  }
  const stopped = Object.values(evictions).reduce((sum, count) => sum + count, 0)
  if (stopped > 0) {
    tell(forms.number(stopped), 'fairness-stopped')
    tell(forms.number(lostUnitSeconds / 3_600), 'fairness-lost', { unitHours: forms.unitHours })
  }
  if (fragmentation !== undefined) {
    tell(formatShare(language, fragmentation), 'fairness-fragmentation', { units: forms.units })
  }
  return told
}
