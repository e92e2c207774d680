// `weir ledger rehearse`: replays a scenario and keeps the ledger that it would make: every job held when it starts and
// charged when it ends. Then the ledger's sums are compared with the replay's own.
import type { LoadedScenario } from '../../adapters/files/scenario-files.ts'
import { readForReplay, replayHistory } from '../../adapters/files/replay-scenario.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { posted, type AccountBalance } from '../../domain/ledger/balance.ts'
import type { Transfer } from '../../domain/ledger/transfer.ts'
import { listAgencies } from '../../operations/agencies/list-agencies.ts'
import { VISITOR } from '../../operations/actor.ts'
import { derivedId } from '../../operations/ledger/derived-id.ts'
import { perform } from '../../operations/operation.ts'
import type { World } from '../../operations/world.ts'
import type { NodeOutcome, Outcome } from '../../simulator/outcome.ts'
import { Rehearsal } from '../../simulator/rehearsal.ts'
import type { ProgressListener, RunListener } from '../../simulator/replay.ts'
import { inTransaction } from '../../store/database.ts'
import type { ConnectionOptions } from '../../store/connection.ts'
import { queryOf } from '../../store/ledger/append-in-transaction.ts'
import { openLedger } from '../../store/ledger/open-ledger.ts'
import { loadBalances } from '../../store/ledger/read-ledger.ts'
import { formatNumber, sentence, type MessageValues } from '../../text/format.ts'
import { ledgerText } from '../../text/ledger/text.ts'
import { progressBar } from '../progress.ts'
import { CommandRefusal } from '../refusal.ts'
import { refusalFor } from '../operation-refusal.ts'
import { settingsOf } from '../settings.ts'
import { loadOrRefuse, refusalSentence } from '../simulate/scenario.ts'
import { terminalOf, textTable } from '../text-table.ts'
import { withWorld } from '../with-world.ts'

export interface RehearseOptions {
  readonly home?: string
  readonly json?: boolean
}

/** UUID version 5 of the DNS name weir.example; under it lie the rehearsals, under each its transfers. */
const REHEARSALS = 'b0f5bb0e-9b4b-5b26-8d0c-5c6f3c1a0e57'
const BATCH = 1_000

/** Whether the ledger's sums are those of the replay. */
export async function rehearse(path: string, options: RehearseOptions, language: Language): Promise<boolean> {
  const loaded = await loadOrRefuse(path, language)
  const { agency } = loaded.policy
  return await withWorld(settingsOf(options, language), language, async (world, store) => {
    const zone = await timeZoneOf(world, agency, language)
    const { rehearsal, outcome, flavors } = await replayed(loaded, zone, language)
    const all = [...rehearsal.opening(), ...rehearsal.jobs]
    await refuseOtherEntries(world, { agency, path, first: all[0] }, language)
    const startedAt = performance.now()
    await record(store.app, agency, all, language)
    const seconds = (performance.now() - startedAt) / 1000
    const balances = await inTransaction(world.database, { agency }, (tx) => loadBalances(queryOf(tx), agency))
    const sums = compared(loaded, { outcome, flavors }, balances)
    const isGood = sums.every(({ replay, ledger }) => replay === ledger)
    const told = { agency, transfers: all.length, seconds: Number(seconds.toFixed(1)), sums, isGood }
    process.stdout.write(options.json === true ? `${JSON.stringify(told)}\n` : tablesOf(told, language))
    return isGood
  })
}

interface Rehearsed {
  readonly rehearsal: Rehearsal
  readonly outcome: Omit<Outcome, 'trace'>
  readonly flavors: readonly string[]
}

async function replayed(loaded: LoadedScenario, timeZone: string, language: Language): Promise<Rehearsed> {
  const { scenario, policy } = loaded
  const read = await readForReplay(loaded)
  if (!read.ok) throw new CommandRefusal(refusalSentence(read.refusal, language))
  const events: Parameters<RunListener>[0][] = []
  const bar = progressBar(process.stderr, language)
  const onProgress: ProgressListener = ({ jobsDone, jobsTotal }) => {
    bar.update(jobsDone, jobsTotal)
    return 'continue'
  }
  const done = replayHistory({ ...loaded, onProgress, onRun: (event) => events.push(event) }, read.value)
  bar.end()
  if (!done.ok) throw new CommandRefusal(refusalSentence(done.refusal, language))
  const { workload, outcome } = done.value
  const others = policy.pool.flavors.map(({ name }) => name).filter((name) => name !== scenario.flavor)
  const flavors = [scenario.flavor, ...others]
  const namespace = derivedId(REHEARSALS, `${policy.agency} ${scenario.name} ${read.value.reading.sha256}`)
  const parents = new Map(policy.tree.map(({ id, parent }) => [id, parent]))
  const rehearsal = new Rehearsal({
    workload,
    sectorOf: (project) => sectorOf(parents, project),
    timeZone,
    idOf: (name) => derivedId(namespace, name),
    officers: { proposer: derivedId(namespace, 'proposer'), approver: derivedId(namespace, 'approver') },
  })
  for (const event of events) rehearsal.take(event)
  return { rehearsal, outcome, flavors }
}

/** The topmost node above a project. */
function sectorOf(parents: ReadonlyMap<string, string | null>, project: string): string {
  let node = project
  for (;;) {
    const parent = parents.get(node) ?? null
    if (parent === null) return node
    node = parent
  }
}

async function timeZoneOf(world: World, agency: string, language: Language): Promise<string> {
  const listed = await perform(world, listAgencies, { actor: VISITOR, agency: null }, {})
  if (!listed.ok) throw refusalFor(listed.refusal, language)
  const found = listed.value.find(({ id }) => id === agency)
  if (found !== undefined) return found.timeZone
  const known = listed.value.map(({ id }) => id).join(', ')
  throw new CommandRefusal(say(language, 'rehearse-agency', { agency, known }))
}

/** A rehearsal belongs into an empty ledger, or into its own that was interrupted. */
async function refuseOtherEntries(
  world: World,
  { agency, path, first }: { readonly agency: string; readonly path: string; readonly first: Transfer | undefined },
  language: Language,
): Promise<void> {
  const query = `select count(*)::int as entries, count(*) filter (where id = $2)::int as own
    from ledger_entries where agency_id = $1`
  const [counted] = await inTransaction(world.database, { agency }, (tx) =>
    queryOf(tx)<{ entries: number; own: number }>('rehearsed', query, [agency, first?.id ?? null]),
  )
  if (counted === undefined || counted.entries === 0 || counted.own > 0) return
  throw new CommandRefusal(say(language, 'rehearse-not-empty', { agency, entries: counted.entries, path }))
}

/** Several batches wait at once, so that the sequencer writes one while the next gathers. */
async function record(
  app: ConnectionOptions,
  agency: string,
  all: readonly Transfer[],
  language: Language,
): Promise<void> {
  const ledger = openLedger(app, { agency, clock: Date.now })
  const bar = progressBar(process.stderr, language)
  try {
    let waiting: Promise<void> | null = null
    for (let from = 0; from < all.length; from += BATCH) {
      const batch = all.slice(from, from + BATCH)
      const recorded = ledger.sequencer.append(batch).then((outcomes) => {
        const refused = outcomes.find((outcome) => !outcome.ok)
        if (refused?.ok === false) throw new Error(`bug: a rehearsed transfer is recorded, not ${refused.refusal}`)
        bar.update(Math.min(all.length, from + BATCH), all.length)
      })
      await waiting
      waiting = recorded
    }
    await waiting
  } finally {
    bar.end()
    await ledger.close()
  }
}

interface SectorSum {
  readonly sector: string
  readonly flavor: string
  /** Milli-unit-seconds. */
  readonly replay: number
  readonly ledger: number
}

function compared(
  { policy }: LoadedScenario,
  { outcome, flavors }: Pick<Rehearsed, 'outcome' | 'flavors'>,
  balances: readonly AccountBalance[],
): SectorSum[] {
  const parents = new Map(policy.tree.map(({ id, parent }) => [id, parent]))
  const used = new Map<string, bigint>()
  for (const balance of balances) {
    if (!balance.account.startsWith('USED:')) continue
    const key = `${sectorOf(parents, balance.account.slice('USED:'.length))} ${balance.unit}`
    used.set(key, (used.get(key) ?? 0n) + posted(balance))
  }
  const nodesOf = (flavor: string, index: number): readonly Pick<NodeOutcome, 'id' | 'deliveredUnitSeconds'>[] =>
    outcome.flavors?.find((one) => one.flavor === flavor)?.nodes ?? (index === 0 ? outcome.nodes : [])
  return flavors.flatMap((flavor, index) =>
    nodesOf(flavor, index)
      .filter(({ id }) => parents.get(id) === null)
      .map(({ id, deliveredUnitSeconds }) => ({
        sector: id,
        flavor,
        replay: Math.round(deliveredUnitSeconds * 1000),
        ledger: Number(used.get(`${id} milli-unit-second/${flavor}`) ?? 0n),
      })),
  )
}

function tablesOf(
  told: { agency: string; transfers: number; seconds: number; sums: readonly SectorSum[]; isGood: boolean },
  language: Language,
): string {
  const number = (value: number) => formatNumber(language, value)
  const column = (
    key: 'rehearse-replay' | 'rehearse-ledger' | 'rehearse-difference',
    of: (sum: SectorSum) => number,
  ) => ({
    title: say(language, key),
    unit: say(language, 'unit-milli-unit-second'),
    cells: told.sums.map((sum) => number(of(sum))),
  })
  const table = textTable(
    {
      title: say(language, 'rehearse-title'),
      nameTitle: say(language, 'rehearse-sector'),
      names: told.sums.map(({ sector, flavor }) => `${sector} · ${flavor}`),
      columns: [
        column('rehearse-replay', ({ replay }) => replay),
        column('rehearse-ledger', ({ ledger }) => ledger),
        column('rehearse-difference', ({ replay, ledger }) => ledger - replay),
      ],
    },
    terminalOf(process.stdout),
  )
  const { agency } = told
  const values = { agency, transfers: number(told.transfers), seconds: number(told.seconds) }
  const verdict = say(language, told.isGood ? 'rehearse-equal' : 'rehearse-different', values)
  return `${table}\n${say(language, 'rehearse-recorded', values)}\n${verdict}\n`
}

function say(language: Language, key: keyof typeof ledgerText.en, values: MessageValues = {}): string {
  return sentence(ledgerText, language, key, values)
}
