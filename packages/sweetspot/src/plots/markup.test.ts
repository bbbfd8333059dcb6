import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSvg } from '../../test/parse-svg.ts'
import { element, text } from './markup.ts'

describe('element and text', () => {
  it('escape text and attributes so that they are parsed unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (content) => {
        const parsed = parseSvg(element('text', { class: content }, text(content)))
        const readable = content
          .toWellFormed()
          .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '�')
        expect(parsed.text).toBe(readable)
        expect(parsed.attributes['class']).toBe(readable)
        expect(parsed.children).toEqual([])
      }),
    )
  })

  it('leave nothing that a browser executes', () => {
    const hostile = `"><script>alert(1)</script><a onload='x' href="javascript:y">]]>&lt;!--`
    expect(element('title', { class: hostile }, text(hostile))).toBe(
      '<title class="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;a onload=&#39;x&#39; href=&quot;javascript:y&quot;&gt;]]&gt;&amp;lt;!--">' +
        '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;a onload=&#39;x&#39; href=&quot;javascript:y&quot;&gt;]]&gt;&amp;lt;!--</title>',
    )
  })

  it('round numbers and omit undefined attributes', () => {
    expect(element('rect', { x: 1.23456, y: -0.001, width: 2, class: undefined })).toBe(
      '<rect x="1.23" y="0" width="2"/>',
    )
  })
})
