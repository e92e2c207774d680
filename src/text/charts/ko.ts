// Names come with their particle as a value of its own: {sector}{sectorTopic} (see korean-particles.ts).
import type { en } from './en.ts'

export const ko = {
  units: '{unit, select, gpu {GPU} slice {GPU 슬라이스} npu {AI 반도체} seat {좌석} shot {샷} cpu {코어} other {단위}}',
  'count-of-units':
    '{unit, select, gpu {GPU {count}장} slice {GPU 슬라이스 {count}개} npu {AI 반도체 {count}장} seat {좌석 {count}개} shot {{count}샷} cpu {코어 {count}개} other {{count}단위}}',
  'unit-hours':
    '{unit, select, gpu {GPU시간} slice {슬라이스시간} npu {AI 반도체시간} seat {좌석시간} shot {샷시간} cpu {코어시간} other {단위시간}}',
  'count-of-unit-hours':
    '{count} {unit, select, gpu {GPU시간} slice {슬라이스시간} npu {AI 반도체시간} seat {좌석시간} shot {샷시간} cpu {코어시간} other {단위시간}}',

  'axis-in-use': '사용 중인 {units}',
  'axis-borrowed-lent': '{units}: 0 위는 빌린 양, 아래는 빌려준 양',
  'axis-jobs-waiting': '대기 작업 수',
  'axis-share': '비율',
  'axis-utilisation': '{units} 활용률',
  'axis-fragmentation': '유휴 {units} 중 흩어진 비율',
  'axis-wait-minute': '대기 시간(분)',
  'axis-wait-hour': '대기 시간(시간)',
  'axis-wait-day': '대기 시간(일)',
  'day-number': '{number}일째',
  'hour-number': '{number}시간째',

  'panel-usage': '보장 몫 {guarantee}',
  'panel-lending': '빌린 양 {borrowed}, 빌려준 양 {lent}',
  'label-mean': '평균 {value}',
  'label-median': '절반이 {value} 이내',
  'label-p90': '90%가 {value} 이내',
  'label-guaranteed': '보장 {value}',
  'label-delivered': '제공 {value}',
  'label-cards': '장수 {value}',
  'label-compute': '연산량 {value}',
  'label-average': '평균 {value}',
  pool: '전체 자원 풀',

  'about-usage':
    '부문별로 시간에 따른 사용량을 한 칸씩 나타냅니다. 색칠한 면은 사용량, 점선은 보장 몫이며, 점선을 넘은 부분은 빗금으로 표시합니다.',
  'about-lending':
    '부문별로 시간에 따라 한 칸씩 나타냅니다. 0 위는 보장 몫을 넘어 사용한 양, 0 아래는 쓰지 않은 보장 몫을 다른 부문이 사용한 양입니다.',
  'about-wait': '줄마다 평균 대기 시간, 작업의 절반이 시작된 시간, 열 가운데 아홉이 시작된 시간을 막대로 나타냅니다.',
  'about-queue': '제출되었으나 아직 시작하지 않은 작업의 수를 시간에 따라 나타냅니다.',
  'about-utilisation': '전체 {units} 가운데 사용 중인 비율을 시간에 따라 나타냅니다. 점선은 평균입니다.',
  'about-fragmentation':
    '유휴 {units} 가운데 흩어져 있어 대기 작업이 쓰지 못한 비율을 시간에 따라 나타냅니다. 점선은 평균입니다.',
  'about-share': '채운 막대는 제공된 전체 시간 가운데 부문이 사용한 비율, 빗금 막대는 자원 풀에서 보장된 비율입니다.',
  'about-split':
    '채운 막대는 부문의 장수 비율, 빗금 막대는 연산량 비율입니다. 연산량은 카드마다 기준 카드로 환산한 값으로 셉니다.',

  'finding-usage-above': '{sector}: 전체 기간의 {part} 동안 보장 몫 {guarantee}{guaranteeObject} 넘어 사용',
  'finding-usage-within': '보장 몫을 넘어 사용한 부문은 없습니다',
  'finding-nothing-ran': '실행된 작업이 없습니다',
  'finding-lending':
    '{borrower}{borrowerSubject} {borrowed}으로 가장 많이 빌렸고, {lender}{lenderSubject} {lent}으로 가장 많이 빌려주었습니다',
  'finding-lending-common':
    '{borrower}{borrowerSubject} 어느 부문에도 보장되지 않은 몫에서 {borrowed}으로 가장 많이 빌렸습니다',
  'finding-lending-none': '보장 몫을 넘어 사용한 부문이 없어 빌린 자원도 없습니다',
  'finding-wait':
    '가장 오래 기다린 부문은 {slowest}(평균 {slowestMean}), 가장 짧게 기다린 부문은 {fastest}(평균 {fastestMean})입니다',
  'finding-wait-same': '모든 부문이 평균 {mean}씩 똑같이 기다렸습니다',
  'finding-wait-one': '{sector}의 평균 대기 시간은 {mean}입니다',
  'finding-wait-none': '기다린 작업이 없습니다',
  'finding-queue': '평균 {mean}건, 최대 {max}건의 작업이 동시에 기다렸습니다',
  'finding-queue-none': '대기열은 항상 비어 있었습니다',
  'finding-utilisation': '{capacity} 가운데 평균 {share}{shareSubject} 사용되었습니다',
  'finding-fragmentation': '유휴 {units} 가운데 평균 {share}는 흩어져 있어 쓰지 못했습니다',
  'finding-share':
    '{sector}{sectorTopic} 제공된 시간의 {delivered}{deliveredObject} 사용했으며, 보장 비율은 {guarantee}입니다',
  'finding-share-borrowed':
    '{sector}{sectorTopic} 제공된 시간의 {delivered}{deliveredObject} 사용했으며(보장 비율 {guarantee}), {borrower}{borrowerSubject} {borrowed}을 빌렸습니다',
  'finding-share-borrowed-too':
    '{sector}{sectorTopic} 제공된 시간의 {delivered}{deliveredObject} 사용하고(보장 비율 {guarantee}) {borrowed}을 빌렸습니다',
  'finding-split': '{sector}{sectorTopic} 장수로는 {cards}, 연산량으로는 {compute}{computeObject} 차지합니다',
  'finding-split-one': '카드 장수 비율이 곧 연산량 비율입니다',

  'account-table': '부문별·기간별 자원 시간 정산',
  'account-name': '부문과 기간',
  'account-whole': '전체 기간',
  'account-deviation': '몫과의 차이',
  'account-points': '비율',
  'account-earned': '보장분',
  'account-delivered': '제공',
  'account-borrowed': '빌려 씀',
  'account-lent': '빌려줌',
  'account-owed': '기말 갚을 양',
  'account-lead':
    '보장분은 보장 몫에 시간을 곱한 값입니다. 갚을 양은 빌려 쓰고 아직 빌려주어 갚지 못한 양으로, 다음 기간으로 넘어갑니다. 0보다 작으면 다른 부문에서 돌려받을 양입니다.',
  'half-year': '{year}년 {half, select, 1 {상반기} other {하반기}}',
  'flavor-table': '자원 유형별 사용량',
  'flavor-name': '유형과 부문',
  'flavor-guaranteed': '보유',
  'flavor-units': '단위',
  'flavor-from-elsewhere': '다른 유형에서',
  'flavor-unit-hours': '단위-시간',
  'flavor-used': '사용률',
  'flavor-lead':
    '작업은 여러 자원 유형을 지정할 수 있습니다. 과제의 배분 몫이 남은 첫 번째 유형이나 비어 있는 유형에서 실행되며, ‘다른 유형에서’는 원래 다른 유형을 먼저 원한 작업의 수입니다.',
  'class-table': '규모와 길이별 작업',
  'class-name': '규모와 길이',
  'class-lead': '단시간 작업은 실행 시간이 한 시간 미만인 작업입니다. 소요 시간은 제출부터 종료까지의 시간입니다.',
  'class-size':
    '{size, select, one {{unit, select, gpu {GPU 1장} npu {AI 반도체 1장} cpu {코어 1개} other {1단위}}} few {2~8} many {9~64} other {65 이상}}',
  'class-all': '전체 작업',
  'class-short': '단시간',
  'class-long': '장시간',
  'class-jobs': '작업',
  'class-count': '건',
  'class-asked': '요청',
  'class-wait-mean': '평균 대기',
  'class-wait-median': '대기 중앙값',
  'class-wait-p90': '90% 이내',
  'class-wait-p99': '99% 이내',
  'class-wait-max': '최장 대기',
  'class-turnaround': '소요 시간',
  'class-hours': '시간',
  'class-mean': '평균',
  'class-slowdown': '지연 배수',
  'node-alone': '단독 운영 대비',
  'node-alone-unit': '배',
  'node-stopped': '중단된 작업',
  'node-lost': '중단 손실',
  'fairness-title': '공정성과 손실된 작업',
  'fairness-turnaround': '제출부터 종료까지의 평균 시간',
  'fairness-jain': '과제 간 제인 공정성 지수(모두 똑같이 기다리면 1)',
  'fairness-alone': '보장 몫만큼의 전용 장비보다 느리지 않은 과제',
  'fairness-alone-max': '단독 운영 대비 소요 시간이 가장 불리한 과제의 배수',
  'fairness-stopped': '자리를 내주려고 중단된 작업',
  'fairness-lost': '중단으로 손실된 {unitHours}',
  'fairness-fragmentation': '흩어져 있어 쓰지 못한 유휴 {units}의 비율',
  'count-of': '{all} 중 {part}',

  'axis-owed': '{unitHours}: 0 위는 갚을 양, 아래는 돌려받을 양',
  'panel-owed': '보장분 {earned} 중 {delivered} 제공',
  'about-owed':
    '부문별로 시간에 따라 한 칸씩 나타냅니다. 0 위는 빌려 쓰고 아직 빌려주어 갚지 못한 양, 0 아래는 다른 부문에서 돌려받을 양입니다.',
  'finding-owed':
    '종료 시점에 {debtor}{debtorTopic} {owed}을 갚아야 하고, {creditor}{creditorTopic} {due}을 돌려받아야 합니다',
  'finding-owed-common':
    '종료 시점에 {debtor}{debtorTopic} 어느 부문에도 보장되지 않은 몫에서 {owed}을 빌려준 것보다 더 빌렸습니다',
  'finding-owed-none': '종료 시점에 갚을 양이 남은 부문은 없습니다',
} as const satisfies Record<keyof typeof en, string>
