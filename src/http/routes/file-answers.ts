// What is downloaded as a file: a table as CSV, a document as PDF.
import { z } from 'zod'
import type { Reply } from '../app.ts'

export const CSV_ANSWER = {
  description: 'UTF-8 with a byte order mark',
  content: { 'text/csv': { schema: z.string() } },
}
/** A spreadsheet holds not many more. */
export const CSV_LINES_MAX = 1_000_000

export async function sendCsv(reply: Reply, name: string, text: string): Promise<Reply> {
  return await reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .serializer((body: unknown) => String(body))
    .send(text)
}

export const PDF_ANSWER = { description: 'A4, with its text', content: { 'application/pdf': { schema: z.any() } } }

export async function sendPdf(reply: Reply, name: string, bytes: Buffer): Promise<Reply> {
  return await reply
    .type('application/pdf')
    .header('content-disposition', `attachment; filename="${name}.pdf"`)
    .serializer((body: unknown) => body as string)
    .send(bytes)
}
