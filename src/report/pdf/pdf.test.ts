// What stands on the pages is read back out of the file, as a reader program would: by what it says of its glyphs.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { invoiceOf, type InvoiceRequest } from '../../domain/invoices/invoice.ts'
import { pdfPages } from '../../../test/kit/pdf-words.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { invoiceDocument } from './invoice-document.ts'
import { invoiceCsv } from '../invoice-csv.ts'
import { writePdf, type PrintedFonts } from './write-pdf.ts'

const FONTS = join(import.meta.dirname, '../../../node_modules/@expo-google-fonts/noto-sans-kr')
let fonts: PrintedFonts

beforeAll(() => {
  fonts = {
    regular: readFileSync(join(FONTS, '400Regular/NotoSansKR_400Regular.ttf')),
    bold: readFileSync(join(FONTS, '700Bold/NotoSansKR_700Bold.ttf')),
  }
})

const REQUEST: InvoiceRequest = {
  number: '2026-11-0042',
  period: '2026-11',
  issuedOn: '2026-12-01',
  dueOn: '2026-12-31',
  currency: 'vnd',
  issuer: {
    title: { en: 'National AI programme', vi: 'Chương trình trí tuệ nhân tạo quốc gia', ko: '국가 인공지능 사업단' },
    taxNumber: '0100000001',
    address: ['18 Nguyễn Du, Hai Bà Trưng, Hà Nội'],
  },
  payer: {
    title: { en: 'Lotus Speech Ltd.', vi: 'Công ty TNHH Tiếng Nói Hoa Sen', ko: '로터스 스피치 유한회사' },
    taxNumber: null,
    address: [],
  },
  project: {
    id: 'vn-speech-02',
    title: { en: 'Speech', vi: 'Nhận dạng tiếng nói của các vùng miền', ko: '음성 인식' },
  },
  used: [
    {
      flavor: 'h200',
      isBorrowed: false,
      milliUnitSeconds: 4_500_000_000n,
      pricePerUnitHour: { numerator: 93_600n, denominator: 1n },
      priceList: '2026-4',
    },
    {
      flavor: 'b200',
      isBorrowed: true,
      milliUnitSeconds: 1_234_567_890n,
      pricePerUnitHour: { numerator: 195_000n, denominator: 7n },
      priceList: '2026-4',
    },
    {
      flavor: 'h200',
      isBorrowed: false,
      milliUnitSeconds: -90_000_000n,
      pricePerUnitHour: { numerator: 93_600n, denominator: 1n },
      priceList: '2026-4',
    },
  ],
  payerShare: { numerator: 1n, denominator: 40n },
  feeClass: { en: 'Small firm of young founders', vi: 'Doanh nghiệp nhỏ của thanh niên', ko: '청년 소기업' },
  taxRate: { numerator: 1n, denominator: 10n },
  ledger: { size: 1_234_567, root: 'a'.repeat(64) },
}

async function pdfOf(language: Language, change: Partial<InvoiceRequest> = {}): Promise<Buffer> {
  return writePdf(invoiceDocument(invoiceOf({ ...REQUEST, ...change }), language), fonts)
}

function wordsOf(pdf: Buffer): string {
  return pdfPages(pdf).flat().join(' ')
}

// 4,500,000,000 / 3,600,000 h x 93,600 = 117,000,000; 1,234,567,890 / 3,600,000 x 195,000 / 7 = 9,553,203.9…; -25 h x 93,600.
const MARKET = 117_000_000n + 9_553_204n - 2_340_000n

const ROWS: readonly [language: Language, words: readonly string[]][] = [
  [
    'en',
    [
      'Invoice',
      'November 2026',
      '31 December 2026',
      '1,250.00',
      '≈ ₫27,857.1429',
      'B200 (borrowed)',
      '2.5%',
      '₫3,415,863',
    ],
  ],
  [
    'vi',
    [
      'Hóa đơn',
      'Chương trình trí tuệ nhân tạo quốc gia',
      'Nhận dạng tiếng nói của các vùng miền',
      '18 Nguyễn Du, Hai Bà Trưng, Hà Nội',
      'Tổng số tiền phải thanh toán',
      'tháng 11 năm 2026',
      '31 tháng 12, 2026',
      '1.250,00',
      '2,5%',
      '3.415.863 ₫',
      'Trang 1/1',
    ],
  ],
  [
    'ko',
    [
      '청구서',
      '국가 인공지능 사업단',
      '청년 소기업',
      '2026년 11월',
      '2026년 12월 31일',
      '납부하실 금액',
      '₫3,415,863',
      '1/1쪽',
    ],
  ],
]

describe('an invoice on paper', () => {
  test('its sums are those that the words below say', () => {
    const { market, net, tax, total } = invoiceOf(REQUEST)
    expect({ market, net, tax, total }).toEqual({ market: MARKET, net: 3_105_330n, tax: 310_533n, total: 3_415_863n })
  })

  test.each(ROWS)('%s: letters, amounts and days are in the reader’s form', async (language, words) => {
    const found = wordsOf(await pdfOf(language))
    for (const word of words) expect(found).toContain(word)
  })

  test('won have their sign', async () => {
    expect(wordsOf(await pdfOf('ko', { currency: 'krw' }))).toContain('₩3,415,863')
  })

  test('the same invoice gives the same bytes', async () => {
    expect((await pdfOf('vi')).equals(await pdfOf('vi'))).toBe(true)
  })

  test('a long one has several pages, each with the titles of the columns and every line once', async () => {
    const [first] = REQUEST.used
    const used = Array.from({ length: 120 }, (_, index) => ({ ...first!, priceList: `list-${1000 + index}` }))
    const pdf = await pdfOf('vi', { used })
    const pages = pdfPages(pdf)
    expect(pages.length).toBeGreaterThan(2)
    expect(pages.map((lines) => lines.at(-1))).toEqual(pages.map((_, index) => `Trang ${index + 1}/${pages.length}`))
    expect(pages.flat().filter((line) => line.startsWith('list-'))).toEqual(used.map(({ priceList }) => priceList))
    expect(pages.map((lines) => lines.filter((line) => line === 'Đơn giá mỗi giờ').length)).toEqual(pages.map(() => 1))
    expect(pages.at(-1)).toContain('Tổng số tiền phải thanh toán')
  })

  test('a month of refunds is a credit note, and its sum is above zero', async () => {
    const found = wordsOf(await pdfOf('en', { used: REQUEST.used.slice(2) }))
    expect(found).toContain('Credit note')
    expect(found).toContain('To be paid back ₫64,350')
  })

  test('as CSV it adds up, to the unit', () => {
    const rows = invoiceCsv(invoiceOf(REQUEST)).trim().split('\r\n').slice(1)
    const amounts = new Map(rows.slice(3).map((row) => [row.split(',')[3], BigInt(row.split(',').at(-1)!)]))
    const lines = rows.slice(0, 3).map((row) => BigInt(row.split(',').at(-1)!))
    expect(lines.reduce((sum, amount) => sum + amount, 0n)).toBe(amounts.get('market'))
    expect(rows.map((row) => row.split(',')[3])).toEqual([
      'used',
      'used',
      'refund',
      'market',
      'support',
      'net',
      'tax',
      'total',
    ])
    expect(amounts.get('net')! + amounts.get('tax')!).toBe(amounts.get('total'))
  })
})
