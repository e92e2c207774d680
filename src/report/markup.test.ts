import { expect, test } from 'vitest'
import { escapeHtml, markup } from './markup.ts'

test('a value is text, markup is markup', () => {
  expect(markup`<p>${'<b>'} ${markup`<i>${'&'}</i>`}</p>`.html).toBe('<p>&lt;b&gt; <i>&amp;</i></p>')
})

test('a list is its parts, one after the other', () => {
  expect(markup`<ul>${['a', '<'].map((text) => markup`<li>${text}</li>`)}</ul>`.html).toBe(
    '<ul><li>a</li><li>&lt;</li></ul>',
  )
})

test('an attribute cannot be left', () => {
  expect(markup`<a title="${`" onclick='x'`}">`.html).toBe('<a title="&quot; onclick=&#39;x&#39;">')
})

test('characters that HTML forbids and that turn text around are seen', () => {
  expect(escapeHtml('a\u0000b\u001bc\u202ed\u2066')).toBe('a\ufffdb\ufffdc\ufffdd\ufffd')
  expect(escapeHtml('two\nlines\tkept')).toBe('two\nlines\tkept')
})
