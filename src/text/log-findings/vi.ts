import type { en } from './en.ts'

export const vi = {
  'origin-differs': 'Điểm kiểm soát thuộc nhật ký {found}, không phải {expected}.',
  'signature-missing': 'Không khóa đáng tin nào đã ký điểm kiểm soát.',
  'key-retired':
    'Điểm kiểm soát {size} bút toán được ký bằng khóa {key}; khóa này chỉ ký đến {until} bút toán và không ký gì sau đó.',
  'witness-missing': 'Bên chứng kiến {witness} chưa ký điểm kiểm soát.',
  'rolled-back': 'Nhật ký từng có {before} bút toán, nay có {now}: một số bút toán đã bị rút lại.',
  forked:
    '{before} bút toán đầu không phải là những bút toán đã được cho xem trước đây: nhật ký có hai lịch sử. Gốc của chúng từng là {expected}, nay là {computed}.',
  'first-different': 'Bút toán đầu tiên không còn như trước là bút toán {sequence}.',
  'first-different-among': 'Bút toán đầu tiên không còn như trước nằm trong các bút toán từ {from} đến {to}.',
  'bundle-malformed': 'Gói {index} không có đủ các bút toán cần có.',
  'leaf-malformed': 'Bút toán {sequence} không đúng dạng của bút toán.',
  'root-differs': 'Điểm kiểm soát ký gốc {stored}, các bút toán được cho xem cho ra {computed}.',
  'sequence-not-next': 'Bút toán {sequence} đứng ở chỗ của bút toán khác.',
  'period-closed': 'Bút toán {sequence} được ghi vào một tháng đã khóa.',
  'close-not-allowed': 'Bút toán {sequence} khóa tháng không đúng thứ tự.',
  'id-doubled': 'Bút toán {sequence} trùng mã với bút toán khác.',
  'amount-not-positive': 'Bút toán {sequence} không chuyển gì.',
  'route-not-for-kind': 'Bút toán {sequence} đi giữa các tài khoản mà loại của nó không được phép.',
  'hold-not-found': 'Bút toán {sequence} kết thúc một đề xuất không tồn tại.',
  'hold-already-ended': 'Bút toán {sequence} kết thúc một đề xuất đã kết thúc.',
  'kind-does-not-fit-hold': 'Bút toán {sequence} kết thúc một đề xuất thuộc loại khác.',
  'post-exceeds-hold': 'Bút toán {sequence} phê duyệt nhiều hơn mức đã đề xuất.',
  'balance-below-zero': 'Với bút toán {sequence}, tài khoản {account} đã cấp ra nhiều hơn mức nó có.',
  'not-continued':
    'Các mã băm của chính nhật ký không chứng minh được rằng {before} bút toán đã thấy trước đây là phần đầu của {now} bút toán hiện có.',
  'entry-not-given': 'Điểm kiểm soát cam kết có {size} bút toán, nhưng không có bút toán {sequence}.',
  'entry-differs':
    'Bút toán {sequence} đã bị sửa hoặc bị đặt vào chỗ của bút toán khác: nhật ký liệt kê mã băm {stored}, bút toán được cho xem có {computed}.',
  'entries-differ':
    'Trong các bút toán từ {from} đến {to} có ít nhất một bút toán đã bị sửa: nhật ký liệt kê mã băm chung {stored}, các bút toán được cho xem có {computed}.',
  'proof-malformed': 'Bằng chứng trong biên nhận không đúng dạng.',
  'agency-differs': 'Biên nhận thuộc {found}, không phải {expected}.',
  'index-differs': 'Lá thuộc bút toán {sequence}, còn bằng chứng thuộc bút toán {index}.',
  'not-included':
    'Bút toán {sequence} như trong biên nhận không nằm trong {size} bút toán mà điểm kiểm soát của biên nhận đã ký.',
  'commitment-differs':
    'Điều biên nhận ghi về bút toán {sequence} không phải là điều đã được cam kết: lá có cam kết {stored}, muối và dữ kiện cho ra {computed}.',
  'facts-malformed': 'Dữ kiện của bút toán {sequence} trong biên nhận không đúng dạng.',
  'facts-differ': 'Điều đã được cam kết cho bút toán {sequence} không phải là điều nhật ký cho xem.',
} as const satisfies Record<keyof typeof en, string>
