// The languages of the people whom Weir serves, and text that people write in one or more of them.

export const LANGUAGES = ['en', 'vi', 'ko'] as const
export type Language = (typeof LANGUAGES)[number]

export function isLanguage(value: string): value is Language {
  return (LANGUAGES as readonly string[]).includes(value)
}

/** Text written by a person, in at least one language. */
export type LocalisedText = { readonly [language in Language]?: string | undefined }

/** The text in the reader's language, else in the first language that has one; '' when there is none. */
export function textIn(text: LocalisedText, language: Language): string {
  const own = text[language]
  if (own !== undefined) return own
  for (const other of LANGUAGES) {
    const found = text[other]
    if (found !== undefined) return found
  }
  return ''
}
