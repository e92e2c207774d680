import type { en } from './en.ts'

export const vi = {
  'verify-good':
    '{agency}: đã phát lại {entries} bút toán; số dư, gốc cây và kết quả phát lại khớp nhau. {accounts} tài khoản, {holds} khoản tạm giữ đang mở. Gốc {root}',
  'verify-empty': '{agency}: sổ cái chưa có bút toán nào.',
  'verify-bad': '{agency}: đã phát lại {entries} bút toán, phát hiện {findings} sai lệch:',
  'verify-more': 'và {count} sai lệch khác',
  'rehearse-agency': 'Chính sách thuộc cơ quan {agency}, cơ quan này không có ở đây; hiện có {known}.',
  'rehearse-not-empty':
    'Sổ cái của {agency} đã có {entries, number} bút toán khác. Chạy thử cần một sổ cái trống: hãy chọn thư mục khác, ví dụ weir ledger rehearse {path} --home ./rehearsal',
  'rehearse-title': 'Đã sử dụng, theo khu vực',
  'rehearse-sector': 'Khu vực và loại GPU',
  'rehearse-replay': 'Phát lại',
  'rehearse-ledger': 'Sổ cái',
  'rehearse-difference': 'Chênh lệch',
  'unit-milli-unit-second': 'phần nghìn đơn vị-giây',
  'rehearse-recorded': '{transfers} chuyển khoản trong sổ cái của {agency}, trong {seconds} giây.',
  'rehearse-equal': 'Các tổng của sổ cái khớp với kết quả phát lại đến từng đơn vị.',
  'rehearse-different': 'Các tổng của sổ cái KHÔNG khớp với kết quả phát lại.',
  'sequence-not-next': 'Bút toán {sequence} đứng ở chỗ của bút toán {expected}.',
  'entry-not-allowed': 'Bút toán {sequence} không thể được ghi theo quy tắc: {refusal}.',
  'entry-doubled': 'Bút toán {sequence} trùng mã với bút toán {first}.',
  'chain-broken': 'Bút toán {sequence}: nhóm chuyển khoản liên kết của nó không đầy đủ.',
  'entry-missing': 'Thiếu bút toán {sequence}.',
  'leaf-differs': 'Bút toán {sequence} không còn như khi được ghi: dòng dữ liệu đã bị sửa.',
  'personal-differs': 'Bút toán {sequence}: phần thông tin cá nhân không phải là phần đã được ghi.',
  'accounts-differ': 'Bút toán {sequence} nêu tài khoản khác với khoản tạm giữ mà nó kết thúc.',
  'size-differs': 'Đầu sổ đếm {stored} bút toán, thực tế có {computed}.',
  'root-differs': 'Đầu sổ có gốc {stored}, các bút toán cho ra {computed}.',
  'frontier-differs': 'Đường biên của đầu sổ không phải của các bút toán.',
  'closing-differs': 'Đầu sổ ghi các tháng đã khóa khác với các bút toán.',
  'subtree-differs': 'Gốc đã lưu của cây con {level}/{index} không phải của các bút toán thuộc nó.',
  'balance-differs':
    'Tài khoản {account} ({unit}): bảng ghi {stored} đã hạch toán và {storedHeld} tạm giữ, các bút toán cho ra {computed} và {computedHeld}.',
} as const satisfies Record<keyof typeof en, string>
