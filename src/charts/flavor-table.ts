// Who used which flavor, when jobs could run at several: a row for each flavor, and below it its sectors.
import type { Language } from '../domain/kernel/language.ts'
import type { FlavorNode, FlavorOutcome } from '../simulator/outcome.ts'
import { chartText } from '../text/charts/text.ts'
import { sentence } from '../text/format.ts'
import { amountForms, formatShare } from './amounts.ts'
import type { FigureTable } from './figure-table.ts'
import { sectorsOf, type RunFigures } from './run-figures.ts'

/** null: all jobs ran at one flavor. Amounts are in units and unit-hours of the row's flavor. */
export function flavorTable(figures: RunFigures, language: Language): FigureTable | null {
  const { flavors } = figures
  if (flavors === null) return null
  const say = (key: keyof typeof chartText.en) => sentence(chartText, language, key)
  const { number } = amountForms(language, figures.unit)
  const hours = (unitSeconds: number) => number(unitSeconds / 3_600)
  const columns = [
    { title: say('flavor-guaranteed'), unit: say('flavor-units') },
    { title: say('class-jobs'), unit: say('class-count') },
    { title: say('flavor-from-elsewhere'), unit: say('class-count') },
    { title: say('account-delivered'), unit: say('flavor-unit-hours') },
    { title: say('flavor-used'), unit: say('account-points') },
    { title: say('account-borrowed'), unit: say('flavor-unit-hours') },
    { title: say('account-lent'), unit: say('flavor-unit-hours') },
  ]
  const whole = (each: FlavorOutcome) => [
    number(each.capacity),
    number(each.jobs),
    number(each.jobsFromElsewhere),
    hours(each.deliveredUnitSeconds),
    formatShare(language, each.utilisation),
    '–',
    '–',
  ]
  const part = (node: FlavorNode, all: FlavorOutcome) => [
    number(node.guarantee),
    number(node.jobs),
    number(node.jobsFromElsewhere),
    hours(node.deliveredUnitSeconds),
    all.deliveredUnitSeconds === 0 ? '–' : formatShare(language, node.deliveredUnitSeconds / all.deliveredUnitSeconds),
    hours(node.borrowedUnitSeconds),
    hours(node.lentUnitSeconds),
  ]
  const sectors = sectorsOf(figures)
  const rows = flavors.flatMap((each) => {
    const nodes = new Map(each.nodes.map((node) => [node.id, node]))
    return [
      { id: each.flavor, name: each.flavor, depth: 0 as const, cells: whole(each) },
      ...sectors.flatMap(({ id, name }) => {
        const node = nodes.get(id)
        return node === undefined
          ? []
          : [{ id: `${each.flavor} ${id}`, name, depth: 1 as const, cells: part(node, each) }]
      }),
    ]
  })
  return { title: say('flavor-table'), nameTitle: say('flavor-name'), columns, rows }
}
