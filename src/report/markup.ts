// HTML that cannot be broken by what people wrote: every value in a markup`...` is escaped unless it is markup itself.

export class Markup {
  readonly html: string

  constructor(html: string) {
    this.html = html
  }
}

export type MarkupValue = string | number | Markup | readonly Markup[]

export function markup(parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return new Markup(parts.reduce((html, part, index) => html + written(values[index - 1] ?? '') + part))
}

function written(value: MarkupValue): string {
  if (value instanceof Markup) return value.html
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  return value.map((item) => item.html).join('')
}

/** Controls that HTML forbids become the replacement character; right-to-left overrides cannot turn a table around. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
