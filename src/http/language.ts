// Which language a reader gets: ?lang=, else the best of Accept-Language, else English.
import { isLanguage, type Language } from '../domain/kernel/language.ts'

export function languageOf(asked: { readonly query: unknown; readonly acceptLanguage: string | undefined }): Language {
  const { query } = asked
  if (typeof query === 'object' && query !== null && 'lang' in query) {
    const { lang } = query
    if (typeof lang === 'string' && isLanguage(lang)) return lang
  }
  return bestLanguage(asked.acceptLanguage ?? '')
}

/** RFC 9110, 12.5.4, as far as three languages need it. */
export function bestLanguage(acceptLanguage: string): Language {
  const wishes = acceptLanguage
    .split(',')
    .map((wish) => {
      const [tag = '', ...parameters] = wish.trim().split(';')
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean)
      return { code: tag.slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter((wish) => isLanguage(wish.code) && wish.quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  const best = wishes[0]?.code ?? 'en'
  return isLanguage(best) ? best : 'en'
}
