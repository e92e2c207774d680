import type { en } from './en.ts'

export const ko = {
  'origin-differs': '체크포인트는 {expected}의 것이 아니라 {found}의 것입니다.',
  'signature-missing': '신뢰하는 키 가운데 체크포인트에 서명한 키가 없습니다.',
  'key-retired':
    '기록 {size}건의 체크포인트가 키 {key}(으)로 서명되어 있습니다. 이 키는 {until}건까지만 서명했고 그 뒤로는 쓰이지 않습니다.',
  'witness-missing': '증인 {witness}의 서명이 체크포인트에 없습니다.',
  'rolled-back': '로그의 기록이 {before}건에서 {now}건으로 줄었습니다. 기록이 되돌려졌습니다.',
  forked:
    '처음 {before}건이 전에 보여 준 기록과 다릅니다. 로그가 서로 다른 두 이력을 보이고 있습니다. 루트는 {expected}였지만 지금은 {computed}입니다.',
  'first-different': '전과 달라진 첫 기록은 기록 {sequence}입니다.',
  'first-different-among': '전과 달라진 첫 기록은 기록 {from}부터 {to}까지 가운데 있습니다.',
  'bundle-malformed': '묶음 {index}에 있어야 할 기록이 없습니다.',
  'leaf-malformed': '기록 {sequence}의 형식이 올바르지 않습니다.',
  'root-differs': '체크포인트가 서명한 루트는 {stored}이지만 표시된 기록에서 계산한 값은 {computed}입니다.',
  'sequence-not-next': '기록 {sequence}이(가) 다른 기록의 자리에 있습니다.',
  'period-closed': '기록 {sequence}이(가) 마감된 월에 기록되었습니다.',
  'close-not-allowed': '기록 {sequence}이(가) 순서에 맞지 않게 월을 마감합니다.',
  'id-doubled': '기록 {sequence}의 식별자가 다른 기록과 같습니다.',
  'amount-not-positive': '기록 {sequence}이(가) 아무것도 옮기지 않습니다.',
  'route-not-for-kind': '기록 {sequence}의 종류로는 이 계정 사이를 오갈 수 없습니다.',
  'hold-not-found': '기록 {sequence}이(가) 존재하지 않는 제안을 종료합니다.',
  'hold-already-ended': '기록 {sequence}이(가) 이미 끝난 제안을 종료합니다.',
  'kind-does-not-fit-hold': '기록 {sequence}이(가) 다른 종류의 제안을 종료합니다.',
  'post-exceeds-hold': '기록 {sequence}이(가) 제안된 것보다 많이 승인합니다.',
  'balance-below-zero': '기록 {sequence}에서 계정 {account}이(가) 가진 것보다 많이 내주었습니다.',
  'not-continued':
    '로그 자체의 해시로는 전에 본 기록 {before}건이 지금 있는 {now}건의 앞부분이라는 것이 증명되지 않습니다.',
  'entry-not-given': '체크포인트는 기록 {size}건이 있다고 하지만 기록 {sequence}이(가) 없습니다.',
  'entry-differs':
    '기록 {sequence}이(가) 바뀌었거나 다른 기록의 자리에 놓였습니다. 로그의 목록에 있는 해시는 {stored}이지만 표시된 기록의 해시는 {computed}입니다.',
  'entries-differ':
    '기록 {from}부터 {to}까지 가운데 하나 이상이 바뀌었습니다. 로그의 목록에 있는 해시는 {stored}이지만 표시된 기록의 해시는 {computed}입니다.',
  'proof-malformed': '확인서에 있는 증명의 형식이 올바르지 않습니다.',
  'agency-differs': '확인서는 {expected}의 것이 아니라 {found}의 것입니다.',
  'index-differs': '리프는 기록 {sequence}의 것이지만 증명은 기록 {index}의 것입니다.',
  'not-included': '확인서에 적힌 기록 {sequence}은(는) 그 체크포인트가 서명한 기록 {size}건 가운데 없습니다.',
  'commitment-differs':
    '확인서에 적힌 기록 {sequence}의 내용은 약정된 내용과 다릅니다. 리프의 약정값은 {stored}이지만 솔트와 내용에서 계산한 값은 {computed}입니다.',
  'facts-malformed': '확인서에 적힌 기록 {sequence}의 내용 형식이 올바르지 않습니다.',
  'facts-differ': '기록 {sequence}(으)로 약정된 내용이 로그가 보여 주는 내용과 다릅니다.',
} as const satisfies Record<keyof typeof en, string>
