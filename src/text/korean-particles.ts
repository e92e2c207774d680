// Korean puts a particle after a noun, and which one depends on the noun's last sound. A sentence with a name in it
// takes the particle as a value of its own: `{sector}{sectorTopic} ...`.
const FIRST_SYLLABLE = 0xac00
const LAST_SYLLABLE = 0xd7a3
const FINALS = 28
/** Digits by the sound that their Korean reading ends in: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGIT_HAS_FINAL = [true, true, false, true, false, false, true, true, true, false]
/** Latin letters whose Korean name ends in a consonant: 엘 엠 엔 알. */
const LETTER_HAS_FINAL = new Set(['l', 'm', 'n', 'r'])

export interface KoreanParticles {
  /** 은 or 는 */
  readonly topic: string
  /** 이 or 가 */
  readonly subject: string
  /** 을 or 를 */
  readonly object: string
}

export function koreanParticles(noun: string): KoreanParticles {
  return endsInConsonant(noun)
    ? { topic: '은', subject: '이', object: '을' }
    : { topic: '는', subject: '가', object: '를' }
}

function endsInConsonant(noun: string): boolean {
  // Closing brackets and quotation marks are not spoken.
  const last = [...noun.replace(/[\s)\]”’"'》」]+$/u, '')].at(-1)?.toLowerCase() ?? ''
  const code = last.codePointAt(0) ?? 0
  if (code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE) return (code - FIRST_SYLLABLE) % FINALS !== 0
  if (/\d/.test(last)) return DIGIT_HAS_FINAL[Number(last)] ?? false
  return LETTER_HAS_FINAL.has(last)
}
