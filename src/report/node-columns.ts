// The columns in which sectors, programmes and projects are told: the same in the report and in the terminal.
import { amountForms, formatShare } from '../charts/amounts.ts'
import { guaranteedShare, type NamedNode, type RunFigures } from '../charts/run-figures.ts'
import type { Language } from '../domain/kernel/language.ts'
import { chartText } from '../text/charts/text.ts'
import { formatNumber, sentence } from '../text/format.ts'
import { reportText } from '../text/report/text.ts'

export interface NodeColumn {
  readonly title: string
  /** Stands below the title; '' where the title says it. */
  readonly unit: string
  readonly text: (node: NamedNode) => string
}

export interface NodeColumns {
  readonly use: readonly NodeColumn[]
  readonly wait: readonly NodeColumn[]
}

const SECONDS_OF_HOUR = 3_600

export function nodeColumns(figures: RunFigures, language: Language): NodeColumns {
  const say = (key: keyof typeof reportText.en) => sentence(reportText, language, key)
  const forms = amountForms(language, figures.unit)
  const hours = (unitSeconds: number) => forms.number(unitSeconds / SECONDS_OF_HOUR)
  const two = (value: number) => formatNumber(language, value, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const amount = (key: 'asked' | 'delivered' | 'borrowed' | 'lent'): NodeColumn => ({
    title: say(`column-${key}`),
    unit: forms.unitHours,
    text: (node) => hours(node[`${key}UnitSeconds`]),
  })
  const wait = (measure: 'mean' | 'median' | 'p90' | 'p99' | 'max'): NodeColumn => ({
    title: say(`column-wait-${measure}`),
    unit: say('unit-hour'),
    text: (node) => ofJobs(node, two(node.wait[measure] / SECONDS_OF_HOUR)),
  })
  const jobs = {
    title: say('column-jobs'),
    unit: say('unit-count'),
    text: (node: NamedNode) => forms.number(node.jobs),
  }
  const share = say('unit-share')
  return {
    use: [
      jobs,
      { title: say('column-guarantee'), unit: forms.units, text: (node) => forms.number(node.guarantee) },
      {
        title: say('column-guaranteed-share'),
        unit: share,
        text: (node) => formatShare(language, guaranteedShare(node, figures.summary)),
      },
      {
        title: say('column-delivered-share'),
        unit: share,
        text: (node) => formatShare(language, node.shareOfDelivered),
      },
      amount('asked'),
      amount('delivered'),
      amount('borrowed'),
      amount('lent'),
    ],
    wait: [
      jobs,
      wait('mean'),
      wait('median'),
      wait('p90'),
      wait('p99'),
      wait('max'),
      {
        title: say('column-slowdown'),
        unit: say('unit-mean'),
        text: (node) => ofJobs(node, two(node.averageBoundedSlowdown)),
      },
      ...detailColumns(figures, language),
    ],
  }
}

/** What runs from before it was recorded do not have; who was stopped only when somebody was. */
function detailColumns(figures: RunFigures, language: Language): readonly NodeColumn[] {
  if (figures.accounts === null) return []
  const say = (key: keyof typeof chartText.en) => sentence(chartText, language, key)
  const forms = amountForms(language, figures.unit)
  const two = (value: number) => formatNumber(language, value, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const stopped = ({ evictionsSuffered = {} }: NamedNode) =>
    Object.values(evictionsSuffered).reduce((sum, count) => sum + count, 0)
  const columns: NodeColumn[] = [
    {
      title: say('class-turnaround'),
      unit: say('class-hours'),
      text: (node) => ofJobs(node, two((node.turnaround?.mean ?? 0) / SECONDS_OF_HOUR)),
    },
    {
      title: say('node-alone'),
      unit: say('node-alone-unit'),
      text: ({ finishTimeFairness = null }) => (finishTimeFairness === null ? '–' : two(finishTimeFairness)),
    },
  ]
  if (!figures.nodes.some((node) => stopped(node) > 0)) return columns
  const lost = ({ lostUnitSeconds = 0 }: NamedNode) => forms.number(lostUnitSeconds / SECONDS_OF_HOUR)
  return [
    ...columns,
    { title: say('node-stopped'), unit: say('class-count'), text: (node) => forms.number(stopped(node)) },
    { title: say('node-lost'), unit: forms.unitHours, text: lost },
  ]
}

/** Nobody waited zero hours where nobody came. */
function ofJobs(node: NamedNode, text: string): string {
  return node.jobs === 0 ? '–' : text
}

/** How deep in the share tree a node stands: sectors 0. */
export function depthOf(nodes: readonly { id: string; parent: string | null }[], id: string): number {
  const parents = new Map(nodes.map((node) => [node.id, node.parent]))
  let depth = 0
  for (let parent = parents.get(id); typeof parent === 'string'; parent = parents.get(parent)) depth += 1
  return depth
}

/** Children under their parents, siblings in the order of the policy. */
export function inTreeOrder<T extends { id: string; parent: string | null }>(nodes: readonly T[]): readonly T[] {
  const below = (parent: string | null): T[] =>
    nodes.filter((node) => node.parent === parent).flatMap((node) => [node, ...below(node.id)])
  return below(null)
}
