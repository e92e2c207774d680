import type { en } from './en.ts'

export const vi = {
  units: '{unit, select, gpu {GPU} slice {lát GPU} npu {NPU} seat {chỗ} shot {lượt chạy} cpu {lõi} other {đơn vị}}',
  'count-of-units':
    '{count} {unit, select, gpu {GPU} slice {lát GPU} npu {NPU} seat {chỗ} shot {lượt chạy} cpu {lõi} other {đơn vị}}',
  'unit-hours':
    '{unit, select, gpu {giờ GPU} slice {giờ lát GPU} npu {giờ NPU} seat {giờ chỗ} shot {giờ lượt chạy} cpu {giờ lõi} other {giờ đơn vị}}',
  'count-of-unit-hours':
    '{count} {unit, select, gpu {giờ GPU} slice {giờ lát GPU} npu {giờ NPU} seat {giờ chỗ} shot {giờ lượt chạy} cpu {giờ lõi} other {giờ đơn vị}}',

  'axis-in-use': '{units} đang sử dụng',
  'axis-borrowed-lent': '{units}: mượn ở trên mức 0, cho mượn ở dưới',
  'axis-jobs-waiting': 'tác vụ đang chờ',
  'axis-share': 'tỷ lệ',
  'axis-utilisation': 'tỷ lệ {units} đang sử dụng',
  'axis-wait-minute': 'thời gian chờ, phút',
  'axis-wait-hour': 'thời gian chờ, giờ',
  'axis-wait-day': 'thời gian chờ, ngày',
  'day-number': 'ngày {number}',
  'hour-number': 'giờ {number}',

  'panel-usage': 'mức bảo đảm {guarantee}',
  'panel-lending': 'mượn {borrowed}, cho mượn {lent}',
  'label-mean': 'trung bình {value}',
  'label-median': 'một nửa trong vòng {value}',
  'label-p90': '90% trong vòng {value}',
  'label-guaranteed': 'bảo đảm {value}',
  'label-delivered': 'đã cung cấp {value}',
  'label-cards': 'số thẻ {value}',
  'label-compute': 'năng lực tính toán {value}',
  'label-average': 'trung bình {value}',
  pool: 'toàn bộ kho',

  'about-usage':
    'Mỗi nhóm đối tượng một khung theo thời gian. Vùng tô là phần nhóm đã sử dụng, đường đứt nét là mức bảo đảm của nhóm; phần nằm trên đường này được gạch chéo.',
  'about-lending':
    'Mỗi nhóm đối tượng một khung theo thời gian. Trên mức 0: phần nhóm sử dụng vượt mức bảo đảm. Dưới mức 0: phần bảo đảm nhàn rỗi của nhóm mà các nhóm khác đã sử dụng.',
  'about-wait':
    'Mỗi dòng gồm các thanh: thời gian chờ trung bình, thời gian mà trong đó một nửa số tác vụ đã bắt đầu, và chín phần mười số tác vụ đã bắt đầu.',
  'about-queue': 'Số tác vụ đã gửi nhưng chưa bắt đầu, theo thời gian.',
  'about-utilisation': 'Tỷ lệ {units} đang sử dụng trên tổng số, theo thời gian; đường đứt nét là mức trung bình.',
  'about-share':
    'Thanh đặc là tỷ lệ trong tổng thời gian đã cung cấp mà nhóm sử dụng, thanh gạch chéo là tỷ lệ của kho tài nguyên được bảo đảm cho nhóm.',
  'about-split':
    'Thanh đặc là tỷ lệ số thẻ của nhóm, thanh gạch chéo là tỷ lệ năng lực tính toán, trong đó mỗi thẻ được quy đổi theo giá tính bằng thẻ tham chiếu.',

  'finding-usage-above': '{sector}: vượt mức bảo đảm {guarantee} trong {part} thời gian',
  'finding-usage-within': 'Không nhóm nào sử dụng vượt mức bảo đảm',
  'finding-nothing-ran': 'Không có tác vụ nào được chạy',
  'finding-lending': '{borrower} mượn nhiều nhất, {borrowed}; {lender} cho mượn nhiều nhất, {lent}',
  'finding-lending-common': '{borrower} mượn nhiều nhất, {borrowed}, từ phần không bảo đảm cho nhóm nào',
  'finding-lending-none': 'Không nhóm nào sử dụng vượt mức bảo đảm nên không phát sinh việc mượn',
  'finding-wait': '{slowest} chờ lâu nhất, trung bình {slowestMean}; {fastest} chờ ít nhất, {fastestMean}',
  'finding-wait-same': 'Tất cả các nhóm chờ như nhau, trung bình {mean}',
  'finding-wait-one': '{sector} chờ trung bình {mean}',
  'finding-wait-none': 'Không tác vụ nào phải chờ',
  'finding-queue': 'Trung bình có {mean} tác vụ chờ, cao nhất {max} tác vụ cùng lúc',
  'finding-queue-none': 'Hàng đợi luôn trống',
  'finding-utilisation': 'Trung bình {share} trong số {capacity} được sử dụng',
  'finding-share': '{sector} sử dụng {delivered} thời gian đã cung cấp, mức bảo đảm là {guarantee}',
  'finding-share-borrowed':
    '{sector} sử dụng {delivered} thời gian đã cung cấp, mức bảo đảm là {guarantee}; {borrower} mượn {borrowed}',
  'finding-share-borrowed-too':
    '{sector} sử dụng {delivered} thời gian đã cung cấp, mức bảo đảm là {guarantee}, và mượn {borrowed}',
  'finding-split': '{sector}: {cards} số thẻ, {compute} năng lực tính toán',
  'finding-split-one': 'Cơ cấu số thẻ cũng là cơ cấu năng lực tính toán',
} as const satisfies Record<keyof typeof en, string>
