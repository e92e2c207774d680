import type { en } from './en.ts'

export const ko: Readonly<Record<keyof typeof en, string>> = {
  'not-utf8': 'UTF-8 텍스트가 아닙니다. JSON은 UTF-8로 작성해야 합니다.',
  'not-json': 'JSON이 아닙니다: {found}',
  'not-an-object': '질문은 {expected} 같은 JSON 객체여야 합니다. 입력: {found}',
  'question-unknown': 'ask: “{found}” 질문은 없습니다. 사용 가능: {expected}.',
  'field-unknown': '{field}: 없는 필드입니다. 사용 가능: {expected}.',
  'field-missing': '{field} 필드가 없습니다. {expected} 값이 필요합니다.',
  'field-type': '{field}: {found} 대신 {expected} 값이 필요합니다.',
  'number-range': '{field}: {found} 값은 {expected} 범위여야 합니다.',
  'id-duplicate': '{field}: ID “{found}”은(는) 이미 {expected} 위치에 있습니다.',
  'parent-unknown': '{field}: “{found}” 노드가 없습니다. 노드의 ID가 필요합니다{expected}.',
  'parent-cycle':
    '{field}: “{found}”이(가) 이 노드의 아래에 있어 트리가 순환합니다. 이 노드의 아래에 있지 않은 노드를 쓰거나 상위 노드를 비워 두십시오.',
  'tree-too-deep': '{field}: 트리가 {found}단계입니다. 최대 {expected}단계까지 읽습니다.',
  'guarantee-over-parent':
    '{field}: 하위 노드의 보장량 합계 {found}이(가) 그룹의 {expected}보다 많습니다. 그룹의 보장량은 하위 노드를 포함합니다. 별도로 더하려면 "groupGuarantee":"adds"를 쓰십시오.',
  'sum-too-large': '{field}: 합계 {found} 값은 {expected} 범위여야 합니다.',
  'not-a-project': '{field}: “{found}”은(는) 프로젝트가 아닙니다. 작업은 하위 노드가 없는 노드에만 둡니다{expected}.',
  'sum-differs': '{field}: {found} 값은 이 노드 아래의 합계인 {expected}이거나 생략되어야 합니다.',
  'input-too-large': '입력이 {expected}보다 큽니다.',
  object: '객체',
  list: '목록',
  text: '비어 있지 않은 문자열',
  'whole-number': '정수',
  'true-or-false': 'true 또는 false',
}
