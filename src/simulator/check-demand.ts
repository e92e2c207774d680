// Holds what a scenario adds to its history against the policy and the pool: names, cells, sizes, order of times.
import { amountOf } from '../domain/policy/amount.ts'
import { nearestName, nearestOrAll } from '../domain/policy/nearest.ts'
import type { Flavor, Policy, Pool } from '../domain/policy/policy.ts'
import type { FileProblemCode } from '../domain/policy/problem.ts'
import type { ProblemList } from '../domain/policy/problem-list.ts'
import type { SourceDocument, SourcePath } from '../domain/policy/source-document.ts'
import { unitsOf } from './resolve-times.ts'
import { windowIdOf } from './scenario-demand.ts'
import type { MaintenanceWritten, ReservationWritten } from './scenario-file-demand.ts'
import type { ScenarioDocument } from './scenario-file-schema.ts'
import { scenarioTime } from './scenario-time.ts'

type Spec = ScenarioDocument['spec']

export class DemandCheck {
  private readonly spec: Spec
  private readonly document: SourceDocument
  private readonly problems: ProblemList
  /** null: not at hand, so names are not looked up. */
  private readonly pool: Pool | null
  private readonly policy: Policy | null

  constructor(
    spec: Spec,
    document: SourceDocument,
    problems: ProblemList,
    known: { readonly pool: Pool | null; readonly policy: Policy | null },
  ) {
    this.spec = spec
    this.document = document
    this.problems = problems
    this.pool = known.pool ?? known.policy?.pool ?? null
    this.policy = known.policy
  }

  check(): void {
    const { spec } = this
    this.queueFlavor(spec.flavor, ['spec', 'flavor'])
    this.checkJobs()
    for (const [position, award] of (spec.awards ?? []).entries()) {
      const at = ['spec', 'awards', position]
      this.project(award.project, [...at, 'project'])
      if (award.priceBasis !== undefined) this.flavor(award.priceBasis, [...at, 'priceBasis'])
      this.checkOrder(award.validFrom, award.validTo, [...at, 'validTo'])
    }
    this.checkWindows()
    for (const [position, { flavor }] of (spec.capacityChanges ?? []).entries()) {
      if (flavor !== undefined) this.flavor(flavor, ['spec', 'capacityChanges', position, 'flavor'])
    }
  }

  project(id: string, at: SourcePath): void {
    if (this.policy === null) return
    const node = this.policy.tree.find((candidate) => candidate.id === id)
    if (node === undefined) {
      const projects = this.policy.tree.filter(({ kind }) => kind === 'project').map((project) => project.id)
      this.report('project-unknown', at, id, { found: id, expected: () => nearestName(id, projects) ?? '' })
    } else if (node.kind !== 'project') this.report('node-not-project', at, id, { found: node.kind })
  }

  private checkJobs(): void {
    const { jobs, flavor } = this.spec
    if (jobs === undefined) return
    const names = jobs.flavors ?? [flavor]
    for (const [position, name] of (jobs.flavors ?? []).entries()) {
      const at = ['spec', 'jobs', 'flavors', position]
      if (names.indexOf(name) < position) this.report('flavor-duplicate', at, name, { found: name })
      else if (this.isSliceOf(name, flavor)) {
        // A unit is a card or a slice: a list of both would ask for two amounts.
        if (names.length > 1) this.report('flavor-derived', at, name, { found: name })
      } else if (position === 0 && name !== flavor)
        this.report('value-unknown', at, name, { found: name, expected: flavor })
      else this.queueFlavor(name, at)
    }
    this.checkAppointments()
    if (jobs.gang === undefined) return
    const { perNode, topology } = jobs.gang
    const level = topology && ('required' in topology ? topology.required : topology.preferred)
    const levelAt = ['spec', 'jobs', 'gang', 'topology', topology && 'required' in topology ? 'required' : 'preferred']
    for (const known of (this.pool?.flavors ?? []).filter(({ name }) => names.includes(name))) {
      const node = known.cells?.['node']
      if (node !== undefined && perNode > node) {
        const at = ['spec', 'jobs', 'gang', 'perNode']
        this.report('value-range', at, known.name, { found: String(perNode), expected: `≤ ${node}` })
      }
      if (level !== undefined) this.level(level, known, levelAt)
    }
  }

  private checkAppointments(): void {
    for (const [position, { flavor: name, seats, projects = [] }] of (this.spec.jobs?.coAllocate ?? []).entries()) {
      const at = ['spec', 'jobs', 'coAllocate', position]
      const flavor = this.flavor(name, [...at, 'flavor'])
      if (flavor !== null && flavor.isCalendar !== true) {
        this.report('flavor-not-calendar', [...at, 'flavor'], name, { found: name })
      } else if (flavor !== null && seats > flavor.capacity) {
        const words = { found: String(seats), expected: `≤ ${flavor.capacity}` }
        this.report('value-range', [...at, 'seats'], name, words)
      }
      for (const [place, project] of projects.entries()) this.project(project, [...at, 'projects', place])
    }
  }

  /** Slices of cards that lie on nodes. */
  private isSliceOf(name: string, flavor: string): boolean {
    const slice = this.pool?.slices?.find((candidate) => candidate.name === name)
    return slice?.backedBy === flavor && this.known(flavor)?.cells !== undefined
  }

  private checkWindows(): void {
    const { reservations = [], maintenance = [] } = this.spec
    const seen = new Map<string, number>()
    for (const [position, reservation] of reservations.entries()) {
      const at = ['spec', 'reservations', position]
      this.node(reservation.for, [...at, 'for'])
      this.checkWindow(reservation, at, windowIdOf(reservation, 'reservation', position), seen)
    }
    for (const [position, window] of maintenance.entries()) {
      const at = ['spec', 'maintenance', position]
      this.checkWindow(window, at, windowIdOf(window, 'maintenance', position), seen)
    }
  }

  private checkWindow(
    window: ReservationWritten | MaintenanceWritten,
    at: SourcePath,
    id: string,
    seen: Map<string, number>,
  ): void {
    const offset = this.document.offsetOf([...at, 'id'])
    const first = seen.get(id)
    if (first === undefined) seen.set(id, offset)
    else {
      const expected = String(this.problems.place(first).line)
      this.report('id-duplicate', [...at, 'id'], id, { found: id, expected })
    }
    if ((window.units === undefined) === (window.cells === undefined)) {
      this.report('units-or-cells', at, id, { key: window.units === undefined ? '' : 'cells' })
    }
    this.checkOrder(window.start, window.end, [...at, 'end'])
    const name = window.flavor ?? this.spec.flavor
    const flavor = window.flavor === undefined ? this.known(name) : this.flavor(name, [...at, 'flavor'])
    if (flavor === null) return
    if (window.units !== undefined) {
      const units = unitsOf(amountOf(window.units), flavor)
      if (units <= flavor.capacity) return
      this.report('value-range', [...at, 'units'], id, { found: String(units), expected: `≤ ${flavor.capacity}` })
      return
    }
    let units = 0
    for (const [level, count] of Object.entries(window.cells ?? {})) {
      units += count * (this.level(level, flavor, [...at, 'cells', level]) ?? 0)
    }
    if (units <= flavor.capacity) return
    const words = { found: `${units} ${flavor.name}`, expected: `≤ ${flavor.capacity}` }
    this.report('value-range', [...at, 'cells'], id, words)
  }

  /** Only times of the same kind can be compared before the history is at hand. */
  private checkOrder(start: string, end: string, at: SourcePath): void {
    const from = scenarioTime(start, 'start')
    const to = scenarioTime(end, 'end')
    if (from === null || to === null || from.kind !== to.kind) return
    const seconds = (time: typeof from) => (time.kind === 'on-calendar' ? time.unixSeconds : time.seconds)
    if (seconds(to) <= seconds(from)) this.report('time-ends-early', at, '', { found: end, expected: start })
  }

  private node(id: string, at: SourcePath): void {
    if (this.policy === null || this.policy.tree.some((node) => node.id === id)) return
    const ids = this.policy.tree.map((node) => node.id)
    this.report('node-unknown', at, id, { found: id, expected: () => nearestName(id, ids) ?? '' })
  }

  private known(name: string): Flavor | null {
    return this.pool?.flavors.find((flavor) => flavor.name === name) ?? null
  }

  /** The flavor, or null when it is not there (told) or when no pool is at hand. */
  private flavor(name: string, at: SourcePath): Flavor | null {
    const flavor = this.known(name)
    if (flavor !== null || this.pool === null) return flavor
    if (this.pool.slices?.some((slice) => slice.name === name) === true) {
      this.report('flavor-derived', at, name, { found: name })
    } else {
      const names = this.pool.flavors.map((candidate) => candidate.name)
      this.report('flavor-unknown', at, name, { found: name, expected: () => nearestOrAll(name, names) })
    }
    return null
  }

  /** Jobs of the queue cannot ask for what is given by appointment. */
  private queueFlavor(name: string, at: SourcePath): void {
    if (this.flavor(name, at)?.isCalendar === true) this.report('flavor-calendar', at, name, { found: name })
  }

  /** Units of one cell of the level. */
  private level(level: string, { name, cells = {} }: Flavor, at: SourcePath): number | null {
    if (Object.hasOwn(cells, level)) return cells[level] ?? null
    const isKey = at.at(-1) === level
    const offset = isKey ? this.document.keyOffsetOf(at) : this.document.offsetOf(at)
    const expected = () => nearestOrAll(level, Object.keys(cells))
    const path = this.document.pathText(at)
    this.problems.report({ code: 'cell-level-unknown', offset, path, subject: name, found: level, expected })
    return null
  }

  private report(
    code: FileProblemCode,
    at: SourcePath,
    subject: string,
    words: { readonly found?: string; readonly expected?: string | (() => string); readonly key?: string },
  ): void {
    const { key, ...said } = words
    const isAtKey = key !== undefined && key !== ''
    const offset = isAtKey ? this.document.keyOffsetOf([...at, key]) : this.document.offsetOf(at)
    this.problems.report({ code, offset, path: this.document.pathText(at), subject, ...said })
  }
}
