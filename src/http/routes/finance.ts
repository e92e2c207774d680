// Finance over HTTP: prices in money, the fee rule, payers, invoices and their credit notes, to read and on paper.
import {
  AskInvoiceBody,
  FeeRuleBody,
  FinanceBody,
  InvoiceBody,
  InvoiceNumber,
  InvoicesBody,
  InvoicesQuery,
  PayerBody,
  PriceListBody,
  PublishPriceListBody,
} from '../../contract/finance.ts'
import { cancelInvoice } from '../../operations/finance/cancel-invoice.ts'
import { invoiceOfFacts } from '../../operations/finance/finance-body.ts'
import { getFinance } from '../../operations/finance/get-finance.ts'
import { getInvoice } from '../../operations/finance/get-invoice.ts'
import { issueInvoice } from '../../operations/finance/issue-invoice.ts'
import { listInvoices } from '../../operations/finance/list-invoices.ts'
import { previewInvoice } from '../../operations/finance/preview-invoice.ts'
import { publishFeeRule } from '../../operations/finance/publish-fee-rule.ts'
import { publishPriceList } from '../../operations/finance/publish-price-list.ts'
import { setPayer } from '../../operations/finance/set-payer.ts'
import { perform } from '../../operations/operation.ts'
import type { World } from '../../operations/world.ts'
import { invoiceCsv } from '../../report/invoice-csv.ts'
import { invoiceDocument } from '../../report/pdf/invoice-document.ts'
import { writePdf } from '../../report/pdf/write-pdf.ts'
import { AgencyParameters, answer, callOf, IdempotencyHeaders, LanguageQuery, problems } from '../answer.ts'
import type { App } from '../app.ts'
import { printedFonts } from '../printed-fonts.ts'
import { sendProblem } from '../problem.ts'
import { CSV_ANSWER, PDF_ANSWER, sendCsv, sendPdf } from './file-answers.ts'

const InvoiceParameters = AgencyParameters.extend({ number: InvoiceNumber })
const COMMON = { tags: ['finance'], params: AgencyParameters, security: [{ session: [] }] }
const CHANGE = {
  ...COMMON,
  security: [{ session: [], csrf: [] }],
  querystring: LanguageQuery,
  headers: IdempotencyHeaders,
}
const CHANGE_PROBLEMS = problems(401, 403, 404, 409, 413, 415, 422)

export function financeRoutes(app: App, world: World): void {
  app.get(
    '/agencies/:agency/finance',
    {
      schema: {
        ...COMMON,
        summary: 'Price lists, the fee rule, payers, and how each month stands',
        querystring: LanguageQuery,
        response: { 200: FinanceBody, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      return answer(reply, await perform(world, getFinance, callOf(request, request.params.agency), {}))
    },
  )
  app.get(
    '/agencies/:agency/finance/invoices',
    {
      schema: {
        ...COMMON,
        summary: 'Invoices and credit notes, the newest first, 50 on a page',
        querystring: InvoicesQuery.extend(LanguageQuery.shape),
        response: { 200: InvoicesBody, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { page, project, period } = request.query
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, listInvoices, call, { page, project, period }))
    },
  )
  app.get(
    '/agencies/:agency/finance/preview',
    {
      schema: {
        ...COMMON,
        summary: 'What an invoice would say if it were issued now',
        querystring: AskInvoiceBody.extend(LanguageQuery.shape),
        response: { 200: InvoiceBody, ...problems(401, 403, 404, 409) },
      },
    },
    async (request, reply) => {
      const { project, period, currency } = request.query
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, previewInvoice, call, { invoice: { project, period, currency } }))
    },
  )
}

export function invoiceRoutes(app: App, world: World): void {
  const get = { ...COMMON, params: InvoiceParameters, querystring: LanguageQuery }
  app.get(
    '/agencies/:agency/finance/invoices/:number',
    { schema: { ...get, summary: 'One invoice', response: { 200: InvoiceBody, ...problems(401, 403, 404) } } },
    async (request, reply) => {
      const { agency, number } = request.params
      return answer(reply, await perform(world, getInvoice, callOf(request, agency), { number }))
    },
  )
  app.get(
    '/agencies/:agency/finance/invoices/:number/pdf',
    {
      schema: {
        ...get,
        summary: 'One invoice on paper, in the reader’s language',
        response: { 200: PDF_ANSWER, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { agency, number } = request.params
      const got = await perform(world, getInvoice, callOf(request, agency), { number })
      if (!got.ok) return sendProblem(reply, got.refusal)
      const document = invoiceDocument(invoiceOfFacts(got.value), request.language)
      return await sendPdf(reply, `${agency}-${number}`, await writePdf(document, printedFonts()))
    },
  )
  app.get(
    '/agencies/:agency/finance/invoices/:number/csv',
    {
      schema: { ...get, summary: 'One invoice as CSV', response: { 200: CSV_ANSWER, ...problems(401, 403, 404) } },
    },
    async (request, reply) => {
      const { agency, number } = request.params
      const got = await perform(world, getInvoice, callOf(request, agency), { number })
      if (!got.ok) return sendProblem(reply, got.refusal)
      return await sendCsv(reply, `${agency}-${number}`, invoiceCsv(invoiceOfFacts(got.value)))
    },
  )
}

export function financeSetUpRoutes(app: App, world: World): void {
  app.post(
    '/agencies/:agency/finance/price-lists',
    {
      schema: {
        ...CHANGE,
        summary: 'Publish prices in money from a day on',
        body: PublishPriceListBody,
        response: { 201: PriceListBody, ...CHANGE_PROBLEMS },
      },
    },
    async (request, reply) => {
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, publishPriceList, call, { list: request.body }), 201)
    },
  )
  app.post(
    '/agencies/:agency/finance/fee-rules',
    {
      schema: {
        ...CHANGE,
        summary: 'Publish which part of the market value each class of payers pays',
        body: FeeRuleBody,
        response: { 201: FeeRuleBody, ...CHANGE_PROBLEMS },
      },
    },
    async (request, reply) => {
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, publishFeeRule, call, { rule: request.body }), 201)
    },
  )
  app.post(
    '/agencies/:agency/finance/payers',
    {
      schema: {
        ...CHANGE,
        summary: 'Enter who pays for a project',
        body: PayerBody,
        response: { 201: PayerBody, ...CHANGE_PROBLEMS },
      },
    },
    async (request, reply) => {
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, setPayer, call, { payer: request.body }), 201)
    },
  )
}

export function invoiceChangeRoutes(app: App, world: World): void {
  app.post(
    '/agencies/:agency/finance/invoices',
    {
      schema: {
        ...CHANGE,
        summary: 'Issue the invoice of a project’s month, and book it',
        body: AskInvoiceBody,
        response: { 201: InvoiceBody, ...CHANGE_PROBLEMS },
      },
    },
    async (request, reply) => {
      const call = callOf(request, request.params.agency)
      return answer(reply, await perform(world, issueInvoice, call, { invoice: request.body }), 201)
    },
  )
  app.post(
    '/agencies/:agency/finance/invoices/:number/cancel',
    {
      schema: {
        ...CHANGE,
        params: InvoiceParameters,
        summary: 'Take an invoice back by a credit note',
        response: { 201: InvoiceBody, ...CHANGE_PROBLEMS },
      },
    },
    async (request, reply) => {
      const { agency, number } = request.params
      return answer(reply, await perform(world, cancelInvoice, callOf(request, agency), { number }), 201)
    },
  )
}
