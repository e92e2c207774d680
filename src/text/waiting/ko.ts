// What the page of a waiting queue says, in Korean.
import type { en } from './en.ts'

export const ko = {
  // the page
  preparing: '작업 이력을 준비하고 있습니다.',
  replaying: '이 시점까지 재현하고 있습니다.',
  historyFailed: '작업 이력을 불러오지 못했습니다.',
  again: '다시 시도',
  notReplayable: '시나리오나 정책이 달라져 여기에서는 이 모의실행을 재현할 수 없습니다.',
  momentTitle: '시점 선택',
  momentLead: '차트는 대기 작업 수를 나타냅니다. 슬라이더를 움직이거나 작업 번호로 찾으십시오.',
  momentSlider: '모의실행 시점',
  fieldJob: '작업 번호',
  findJob: '제출 시점으로 이동',
  jobUnknown: '이력에 작업 {job}번이 없습니다.',
  jobNotWaiting: '작업 {job}번은 이 시점에 대기하고 있지 않습니다.',
  earlier: '이전',
  later: '이후',

  // who runs
  summary:
    '작업 {waiting}건이 대기하고 {running}건이 실행 중이며, GPU {capacity}장 가운데 {used}장을 사용하고 있습니다',
  runningLead: '이 시점에 실행 중인 작업을 부문별로 표시합니다.',
  columnSector: '부문',
  columnGuarantee: '보장 몫, GPU',
  columnInUse: '사용 중, GPU',
  columnAbove: '보장 몫 초과',
  columnRunning: '실행 작업',
  columnWaiting: '대기 작업',
  columnAsked: '요청 GPU',

  // who waits
  queueTitle: '{count, plural, =0 {대기 작업이 없습니다} other {대기 작업 #건}}',
  queueLead: '제출 순서대로, 작업마다 기다리는 첫째 이유를 표시합니다.',
  queueShown: '전체 {total}건 중 처음 {shown}건의 이유를 표시합니다.',
  columnJob: '작업',
  columnProject: '과제',
  columnUnits: 'GPU',
  columnTime: '요청 시간',
  columnWaited: '대기한 시간',
  columnReason: '대기 이유',
  columnStart: '시작 예정',
  startReserved: '예약: {when}',
  startForeseen: '현재 정보 기준: {when}',
  startUnknown: '예측할 수 없음',
  deadlineLost: '마감 시각을 맞출 수 없습니다.',
  holders: '보장 몫 초과 사용: {holders}',
  holder: '{name} {units}장',
  fragments:
    '유휴 GPU {free}장. 한곳에 필요한 양: {pods} × {each}장. 지금 놓을 수 있는 양: {fit} × {each}장이며, 가장 큰 빈자리는 {largest}장입니다.',
  figures: '{name}: 보장 {guarantee}장, 배분 목표 {entitlement}장, 사용 {allocated}장',

  // reasons: one for each code of domain/scheduling/waiting-reason.ts
  'reason-at': '{flavor}: {reason}',
  'reason-award-not-begun': '지원 기간이 아직 시작되지 않았습니다',
  'reason-award-ended': '지원 기간이 끝났습니다',
  'reason-award-too-short': '지원 기간이 끝난 뒤까지 실행하게 됩니다',
  'reason-budget-spent': '과제의 예산이 부족합니다',
  'reason-budget-held': '남은 예산이 실행 중인 작업에 묶여 있습니다',
  'reason-limit-reached': '사용 한도에 도달했습니다: {name}',
  'reason-borrowing-limit-reached': '임시 활용 한도에 도달했습니다: {name}',
  'reason-firm-over-guarantee': '중단되지 않는 작업은 보장 몫 안에서만 실행할 수 있습니다',
  'reason-lending-withheld': '유휴 GPU가 있으나 소유 부문이 빌려주지 않습니다',
  'reason-pool-full': 'GPU {asked}장이 필요하나 과제가 쓸 수 있는 것은 {room}장입니다',
  'reason-fragmented': 'GPU는 충분하나 한곳에 모여 있지 않습니다',
  'reason-calendar-taken': '{flavor} 예약 시간이 이미 차 있습니다',
  'reason-maintenance': '정기점검: {window}',
  'reason-reserved': 'GPU가 예약되어 있습니다: {window}',
  'reason-would-delay': '자리는 있으나 작업 {other}번의 예약된 시작이 늦어집니다',
  'reason-behind-others': '자리는 있으나 작업 {other}번이 먼저입니다',
  'reason-claimed': '비워진 GPU는 다른 작업의 몫입니다',

  // one change that would make a difference
  'change-walltime': '요청 시간을 {time} 이하로 줄이면 시작할 수 있습니다.',
  'change-limit': '{name}의 사용 한도가 {units}장이면 이 이유로 기다리지 않습니다.',
  'change-borrowing-limit': '{name}의 임시 활용 한도가 {units}장이면 이 이유로 기다리지 않습니다.',
  'change-capacity': '앞선 작업까지 감당할 GPU {units}장이 더 있으면 시작합니다.',
  'change-class': '중단할 수 있는 작업이면 시작할 수 있습니다.',
  'change-budget': '예산이 늘어나면 시작할 수 있습니다.',
  'change-award-period': '지원 기간이 늘어나면 시작할 수 있습니다.',
  'change-without-window': '{window}이(가) 없으면 시작할 수 있습니다.',
  'change-without-appointment': '{flavor} 예약이 없으면 이 이유로 기다리지 않습니다.',
  'change-without-job': '작업 {other}번이 없으면 이 이유로 기다리지 않습니다.',
  'change-pods':
    '{isInCell, select, true {한 {level} 안에서} other {위치에 관계없이}} GPU {each}장씩 나누면 이 이유로 기다리지 않습니다.',
  'change-apart': 'GPU가 조각으로 나뉘어 흩어져도 된다면 이 이유로 기다리지 않습니다.',
} satisfies Record<keyof typeof en, string>
