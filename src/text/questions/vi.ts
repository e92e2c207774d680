import type { en } from './en.ts'

export const vi: Readonly<Record<keyof typeof en, string>> = {
  'not-utf8': 'Đây không phải là văn bản UTF-8; JSON phải được viết bằng UTF-8.',
  'not-json': 'Đây không phải là JSON: {found}',
  'not-an-object': 'Câu hỏi phải là một đối tượng JSON như {expected}, không phải {found}.',
  'question-unknown': 'ask: không có câu hỏi “{found}”. Cần: {expected}.',
  'field-unknown': '{field}: không có trường này. Cần: {expected}.',
  'field-missing': 'Thiếu {field}: cần {expected}.',
  'field-type': '{field}: {found} phải là {expected}.',
  'number-range': '{field}: {found} phải {expected}.',
  'id-duplicate': '{field}: mã “{found}” đã có ở {expected}.',
  'parent-unknown': '{field}: không có nút “{found}”. Cần: mã của một nút{expected}.',
  'parent-cycle':
    '{field}: “{found}” nằm dưới chính nút này: cây bị khép vòng. Cần: một nút không nằm dưới nó, hoặc không có nút cha.',
  'tree-too-deep': '{field}: cây có {found} cấp; chỉ đọc tối đa {expected} cấp.',
  'guarantee-over-parent':
    '{field}: các nút con được bảo đảm {found}, nhiều hơn {expected} của nhóm. Mức bảo đảm của nhóm đã bao gồm các nút con; với "groupGuarantee":"adds" thì tính riêng.',
  'sum-too-large': '{field}: tổng {found} phải {expected}.',
  'not-a-project': '{field}: “{found}” không phải là dự án. Tác vụ chỉ đặt ở nút không có nút con{expected}.',
  'sum-differs': '{field}: {found} phải là {expected}, tổng của những gì nằm dưới nút này, hoặc bỏ trống.',
  'input-too-large': 'Dữ liệu vào lớn hơn {expected}.',
  object: 'một đối tượng',
  list: 'một danh sách',
  text: 'một chuỗi không rỗng',
  'whole-number': 'số nguyên',
  'true-or-false': 'true hoặc false',
}
