import type { en } from './en.ts'

export const ko = {
  'verify-good':
    '{agency}: 기록 {entries}건을 재생했습니다. 잔액, 루트, 재생 결과가 모두 일치합니다. 계정 {accounts}개, 진행 중인 예약 차감 {holds}건. 루트 {root}',
  'verify-empty': '{agency}: 거래원장에 아직 기록이 없습니다.',
  'verify-bad': '{agency}: 기록 {entries}건을 재생했고 불일치 {findings}건을 찾았습니다.',
  'verify-more': '그 밖에 {count}건',
  'rehearse-agency': '정책은 {agency} 기관의 것이지만 이곳에 없는 기관입니다. 등록된 기관: {known}.',
  'rehearse-not-empty':
    '{agency}의 거래원장에 다른 기록이 {entries, number}건 있습니다. 예행은 빈 원장에서만 할 수 있습니다. 다른 홈을 지정해 주세요. 예: weir ledger rehearse {path} --home ./rehearsal',
  'rehearse-title': '부문별 사용량',
  'rehearse-sector': '부문 및 GPU 종류',
  'rehearse-replay': '재생',
  'rehearse-ledger': '원장',
  'rehearse-difference': '차이',
  'unit-milli-unit-second': '밀리단위·초',
  'rehearse-recorded': '{agency}의 거래원장에 이체 {transfers}건, {seconds}초.',
  'rehearse-equal': '원장의 합계가 재생 결과와 한 단위까지 일치합니다.',
  'rehearse-different': '원장의 합계가 재생 결과와 일치하지 않습니다.',
  'sequence-not-next': '기록 {expected}의 자리에 기록 {sequence}이(가) 있습니다.',
  'entry-not-allowed': '기록 {sequence}은(는) 규칙상 기록될 수 없습니다: {refusal}.',
  'entry-doubled': '기록 {sequence}의 식별자가 기록 {first}과(와) 같습니다.',
  'chain-broken': '기록 {sequence}: 함께 연결된 이체가 온전하지 않습니다.',
  'entry-missing': '기록 {sequence}이(가) 없습니다.',
  'leaf-differs': '기록 {sequence}이(가) 기록 당시와 다릅니다. 행이 변경되었습니다.',
  'personal-differs': '기록 {sequence}: 개인 정보가 기록 당시와 다릅니다.',
  'accounts-differ': '기록 {sequence}이(가) 종료하는 예약 차감과 다른 계정을 가리킵니다.',
  'size-differs': '원장 머리글의 기록 수는 {stored}건이지만 실제로는 {computed}건입니다.',
  'root-differs': '원장 머리글의 루트는 {stored}이지만 기록에서 계산한 값은 {computed}입니다.',
  'frontier-differs': '원장 머리글의 경계 해시가 기록과 다릅니다.',
  'closing-differs': '원장 머리글의 마감 월이 기록과 다릅니다.',
  'subtree-differs': '저장된 하위 트리 {level}/{index}의 루트가 그 기록과 다릅니다.',
  'balance-differs':
    '계정 {account} ({unit}): 표에는 확정 {stored}, 예약 {storedHeld}이지만 기록에서 계산하면 {computed}, {computedHeld}입니다.',
} as const satisfies Record<keyof typeof en, string>
