// The fonts of documents on paper, read once, when the first one is printed.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { PrintedFonts } from '../report/pdf/write-pdf.ts'

const PACKAGE = '@expo-google-fonts/noto-sans-kr'
let fonts: PrintedFonts | null = null

export function printedFonts(): PrintedFonts {
  const find = createRequire(import.meta.url)
  fonts ??= {
    regular: readFileSync(find.resolve(`${PACKAGE}/400Regular/NotoSansKR_400Regular.ttf`)),
    bold: readFileSync(find.resolve(`${PACKAGE}/700Bold/NotoSansKR_700Bold.ttf`)),
  }
  return fonts
}
