import { describe, expect, it } from 'vitest'
import { koreanParticles } from './korean-particles.ts'

describe('the particle after a Korean noun', () => {
  it.each([
    { noun: '산업계', subject: '가', because: 'it ends in a vowel' },
    { noun: '국가 부문', subject: '이', because: 'it ends in a consonant' },
    { noun: '학계(대학)', subject: '이', because: 'a closing bracket is not spoken' },
    { noun: 'vc-11', subject: '이', because: '1 is read 일' },
    { noun: 'vc-2', subject: '가', because: '2 is read 이' },
    { noun: 'GPU', subject: '가', because: 'U is read 유' },
    { noun: 'LLM', subject: '이', because: 'M is read 엠' },
  ])('$noun$subject, for $because', ({ noun, subject }) => {
    expect(koreanParticles(noun).subject).toBe(subject)
  })
})
