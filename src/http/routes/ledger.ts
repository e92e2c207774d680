// The ledger of an agency for those who keep and audit it: accounts, statements, entries, burn-down; posting a transfer.
import { z } from 'zod'
import { BurnDownBody, BurnDownQuery } from '../../contract/burn-down.ts'
import {
  CloseMonthBody,
  LedgerAccountsBody,
  LedgerAccountsQuery,
  LedgerEntryBody,
  MonthClosedBody,
  PostTransferBody,
  PublicationBody,
  StatementBody,
  StatementQuery,
  TransferPostedBody,
} from '../../contract/ledger.ts'
import { VISITOR, WEIR } from '../../operations/actor.ts'
import { listAgencies } from '../../operations/agencies/list-agencies.ts'
import { closeLedgerMonth } from '../../operations/ledger/close-ledger-month.ts'
import { getAccountStatement } from '../../operations/ledger/get-account-statement.ts'
import { getBurnDown } from '../../operations/ledger/get-burn-down.ts'
import { getLedgerEntry } from '../../operations/ledger/get-ledger-entry.ts'
import { listLedgerAccounts } from '../../operations/ledger/list-ledger-accounts.ts'
import { postLedgerTransfer } from '../../operations/ledger/post-ledger-transfer.ts'
import { listPublicationClasses } from '../../operations/ledger/list-publication-classes.ts'
import { publishCheckpoint } from '../../operations/ledger/publish-checkpoint.ts'
import { setPublicationClass } from '../../operations/ledger/set-publication-class.ts'
import { perform } from '../../operations/operation.ts'
import type { World } from '../../operations/world.ts'
import { accountsCsv, statementCsv } from '../../report/ledger-csv.ts'
import { statementDocument } from '../../report/pdf/statement-document.ts'
import { writePdf } from '../../report/pdf/write-pdf.ts'
import {
  AgencyParameters,
  answer,
  callOf,
  IdempotencyHeaders,
  LanguageQuery,
  problems,
  RunParameters,
} from '../answer.ts'
import type { App } from '../app.ts'
import { printedFonts } from '../printed-fonts.ts'
import { sendProblem } from '../problem.ts'
import { CSV_ANSWER, CSV_LINES_MAX, PDF_ANSWER, sendCsv, sendPdf } from './file-answers.ts'

const SESSION_SECURITY = [{ session: [] }]
const CHANGE_SECURITY = [{ session: [], csrf: [] }]
const COMMON = { tags: ['ledger'], security: SESSION_SECURITY, params: AgencyParameters }

export function ledgerRoutes(app: App, world: World): void {
  app.get(
    '/agencies/:agency/ledger/accounts',
    {
      schema: {
        ...COMMON,
        summary: 'The accounts of the ledger with their balances, 50 on a page',
        querystring: LedgerAccountsQuery.extend(LanguageQuery.shape),
        response: { 200: LedgerAccountsBody, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { page, sort, direction, search = '', unit = null } = request.query
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, listLedgerAccounts, call, { page, sort, direction, search, unit }))
    },
  )
  app.get(
    '/agencies/:agency/ledger/statement',
    {
      schema: {
        ...COMMON,
        summary: 'The entries of one account, each with the balance after it',
        querystring: StatementQuery.extend(LanguageQuery.shape),
        response: { 200: StatementBody, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { account, unit, page, direction, kind = null, period = null } = request.query
      const call = callOf(request, request.params.agency)
      const asked = { account, unit, page, direction, kind, period }
      return answer(reply, await perform(world, getAccountStatement, call, asked))
    },
  )
  app.get(
    '/agencies/:agency/ledger/entries/:id',
    {
      schema: {
        ...COMMON,
        summary: 'One entry with its facts and what belongs to it',
        params: RunParameters,
        querystring: LanguageQuery,
        response: { 200: LedgerEntryBody, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { agency, id } = request.params
      return answer(reply, await perform(world, getLedgerEntry, callOf(request, agency), { id }))
    },
  )
}

export function budgetRoutes(app: App, world: World): void {
  app.get(
    '/agencies/:agency/ledger/projects/:name/burn-down',
    {
      schema: {
        ...COMMON,
        summary: 'How the budget of a project goes down, and when it may end',
        params: AgencyParameters.extend({ name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/) }),
        querystring: BurnDownQuery.extend(LanguageQuery.shape),
        response: { 200: BurnDownBody, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { agency, name } = request.params
      const { unit, until = null, plan } = request.query
      const shares = plan === undefined ? null : plan.split(',').map(Number)
      const asked = { project: name, unit, until, plan: shares }
      return answer(reply, await perform(world, getBurnDown, callOf(request, agency), asked))
    },
  )
}

export function ledgerChangeRoutes(app: App, world: World): void {
  app.post(
    '/agencies/:agency/ledger/transfers',
    {
      schema: {
        ...COMMON,
        summary: 'Post a transfer, propose one, or approve one',
        description: 'What needs two persons is proposed as a hold by one and posted by another.',
        security: CHANGE_SECURITY,
        querystring: LanguageQuery,
        headers: IdempotencyHeaders,
        body: PostTransferBody,
        response: { 201: TransferPostedBody, ...problems(401, 403, 404, 409, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const { agency } = request.params
      const posted = await perform(world, postLedgerTransfer, callOf(request, agency), { transfer: request.body })
      if (posted.ok) void reply.header('location', `/api/agencies/${agency}/ledger/entries/${posted.value.id}`)
      return answer(reply, posted, 201)
    },
  )
}

export function ledgerCloseRoutes(app: App, world: World): void {
  app.post(
    '/agencies/:agency/ledger/closes',
    {
      schema: {
        ...COMMON,
        summary: 'Close a month, softly or for good',
        description: 'Every month before it is closed with it. A checkpoint of the public log is signed at once.',
        security: CHANGE_SECURITY,
        querystring: LanguageQuery,
        headers: IdempotencyHeaders,
        body: CloseMonthBody,
        response: { 201: MonthClosedBody, ...problems(401, 403, 404, 409, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const { agency } = request.params
      const closed = await perform(world, closeLedgerMonth, callOf(request, agency), { close: request.body })
      // Should this fail, the next round of checkpoints signs it.
      if (closed.ok) await perform(world, publishCheckpoint, { actor: WEIR, agency }, { isAtClose: true })
      return answer(reply, closed, 201)
    },
  )
}

export function publicationRoutes(app: App, world: World): void {
  app.get(
    '/agencies/:agency/ledger/publications',
    {
      schema: {
        ...COMMON,
        summary: 'Projects of which closes publish more or less than a sum of their sector',
        querystring: LanguageQuery,
        response: { 200: z.array(PublicationBody), ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      return answer(reply, await perform(world, listPublicationClasses, callOf(request, request.params.agency), {}))
    },
  )
  app.post(
    '/agencies/:agency/ledger/publications',
    {
      schema: {
        ...COMMON,
        summary: 'Set what closes publish of a project from now on',
        security: CHANGE_SECURITY,
        querystring: LanguageQuery,
        headers: IdempotencyHeaders,
        body: PublicationBody,
        response: { 201: PublicationBody, ...problems(401, 403, 404, 409, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, setPublicationClass, call, { publication: request.body }), 201)
    },
  )
}

export function ledgerExportRoutes(app: App, world: World): void {
  app.get(
    '/agencies/:agency/ledger/accounts.csv',
    {
      schema: {
        ...COMMON,
        summary: 'The accounts of the ledger as CSV',
        querystring: LedgerAccountsQuery.omit({ page: true }).extend(LanguageQuery.shape),
        response: { 200: CSV_ANSWER, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { sort, direction, search = '', unit = null } = request.query
      const asked = { sort, direction, search, unit, pageSize: CSV_LINES_MAX }
      const { agency } = request.params
      const listed = await perform(world, listLedgerAccounts, callOf(request, agency), asked)
      if (!listed.ok) return sendProblem(reply, listed.refusal)
      return await sendCsv(reply, `${agency}-accounts`, accountsCsv(listed.value.rows))
    },
  )
  app.get(
    '/agencies/:agency/ledger/statement.csv',
    {
      schema: {
        ...COMMON,
        summary: 'The entries of one account as CSV',
        querystring: StatementQuery.omit({ page: true }).extend(LanguageQuery.shape),
        response: { 200: CSV_ANSWER, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { account, unit, direction, kind = null, period = null } = request.query
      const asked = { account, unit, direction, kind, period, pageSize: CSV_LINES_MAX }
      const { agency } = request.params
      const got = await perform(world, getAccountStatement, callOf(request, agency), asked)
      if (!got.ok) return sendProblem(reply, got.refusal)
      const name = `${agency}-${account.replaceAll(':', '-').toLowerCase()}`
      return await sendCsv(reply, name, statementCsv(got.value))
    },
  )
}

/** A bundle of paper that somebody may still read. */
const PRINTED_LINES_MAX = 5_000

export function statementPaperRoutes(app: App, world: World): void {
  app.get(
    '/agencies/:agency/ledger/statement.pdf',
    {
      schema: {
        ...COMMON,
        summary: 'The entries of one account on paper, in the reader’s language',
        querystring: StatementQuery.omit({ page: true }).extend(LanguageQuery.shape),
        response: { 200: PDF_ANSWER, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { account, unit, direction, kind = null, period = null } = request.query
      const { agency } = request.params
      const asked = { account, unit, direction, kind, period, pageSize: PRINTED_LINES_MAX }
      const got = await perform(world, getAccountStatement, callOf(request, agency), asked)
      if (!got.ok) return sendProblem(reply, got.refusal)
      const listed = await perform(world, listAgencies, { actor: VISITOR, agency: null }, {})
      const own = listed.ok ? listed.value.find(({ id }) => id === agency) : undefined
      if (own === undefined) return sendProblem(reply, 'agency-not-found')
      const document = statementDocument(got.value, own, request.language, world.clock().getTime())
      const name = `${agency}-${account.replaceAll(':', '-').toLowerCase()}`
      return await sendPdf(reply, name, await writePdf(document, printedFonts()))
    },
  )
}
