import { describe, expect, it } from 'vitest'
import { printable, printableLines } from './printable.ts'

describe('printable', () => {
  it('replaces control characters', () => {
    expect(printable('a\u001b[2Jb\nc\u202ed\ud800')).toBe('a�[2Jb�c�d�')
    expect(printable('学習 🎉 <b>')).toBe('学習 🎉 <b>')
  })
})

describe('printableLines', () => {
  it('keeps line feeds only', () => {
    expect(printableLines('a\u001b[2J\nb\r\n')).toBe('a�[2J\nb�\n')
  })
})
