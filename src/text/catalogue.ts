// Typed catalogues: English defines the keys, the other languages must have each of them, or it does not compile.
// Messages are ICU MessageFormat; they are formatted by intl-messageformat with the reader's locale.
import type { Language } from '../domain/kernel/language.ts'

export type Messages = Readonly<Record<string, string>>

/** One chapter in all languages: `const policyText = catalogue({ en, vi, ko })` with `satisfies Record<keyof typeof en, string>`. */
export type Catalogue<K extends string> = Readonly<Record<Language, Readonly<Record<K, string>>>>

export function catalogue<K extends string>(languages: Catalogue<K>): Catalogue<K> {
  return languages
}
