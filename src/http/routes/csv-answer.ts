// A table that is downloaded as CSV.
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
