export const en = {
  // Amounts. `count` is written in the reader's form already; `number` is the same for the plural.
  units: '{unit, select, gpu {GPUs} slice {GPU slices} npu {NPUs} seat {seats} shot {shots} cpu {cores} other {units}}',
  'count-of-units':
    '{count} {unit, select, gpu {{number, plural, one {GPU} other {GPUs}}} slice {{number, plural, one {GPU slice} other {GPU slices}}} npu {{number, plural, one {NPU} other {NPUs}}} seat {{number, plural, one {seat} other {seats}}} shot {{number, plural, one {shot} other {shots}}} cpu {{number, plural, one {core} other {cores}}} other {units}}',
  'unit-hours':
    '{unit, select, gpu {GPU-hours} slice {slice-hours} npu {NPU-hours} seat {seat-hours} shot {shot-hours} cpu {core-hours} other {unit-hours}}',
  'count-of-unit-hours':
    '{count} {unit, select, gpu {{number, plural, one {GPU-hour} other {GPU-hours}}} slice {slice-hours} npu {NPU-hours} seat {seat-hours} shot {shot-hours} cpu {core-hours} other {unit-hours}}',

  // Axes
  'axis-in-use': '{units} in use',
  'axis-borrowed-lent': '{units}: borrowed above zero, lent below',
  'axis-jobs-waiting': 'jobs waiting',
  'axis-share': 'share',
  'axis-utilisation': 'share of {units} in use',
  'axis-fragmentation': 'share of the free {units} that is fragmented',
  'axis-wait-minute': 'waiting time, minutes',
  'axis-wait-hour': 'waiting time, hours',
  'axis-wait-day': 'waiting time, days',
  'day-number': 'day {number}',
  'hour-number': 'hour {number}',

  // Labels in charts
  'panel-usage': 'guarantee {guarantee}',
  'panel-lending': 'borrowed {borrowed}, lent {lent}',
  'label-mean': 'mean {value}',
  'label-median': 'half within {value}',
  'label-p90': '90% within {value}',
  'label-guaranteed': 'guaranteed {value}',
  'label-delivered': 'delivered {value}',
  'label-cards': 'cards {value}',
  'label-compute': 'compute {value}',
  'label-average': 'average {value}',
  pool: 'whole pool',

  // What each chart shows, for those who do not see it
  'about-usage':
    'One panel for each sector over time. The area is what the sector used, the dashed line is its guarantee; what lies above the line is hatched.',
  'about-lending':
    'One panel for each sector over time. Above zero: what it used beyond its guarantee. Below zero: what others used of its idle guarantee.',
  'about-wait': 'Bars for each line: the mean wait, the wait within which half of the jobs started, and nine in ten.',
  'about-queue': 'Jobs that had been submitted and had not started, over time.',
  'about-utilisation': 'Share of all {units} that were in use, over time; the dashed line is the average.',
  'about-fragmentation':
    'Of the {units} that were free, the share that no waiting job could use because of where they lay, over time; the dashed line is the average.',
  'about-share':
    'The solid bar is the share of all delivered time that a sector used, the hatched bar the share of the pool that it is guaranteed.',
  'about-split':
    'The solid bar is a sector’s share of the cards, the hatched bar its share of the compute, where each card counts by its price in reference cards.',

  // Findings: the titles of charts
  'finding-usage-above': '{sector}: above the guarantee of {guarantee} for {part} of the time',
  'finding-usage-within': 'No sector used more than its guarantee',
  'finding-nothing-ran': 'No job ran',
  'finding-lending': '{borrower} borrowed the most, {borrowed}; {lender} lent the most, {lent}',
  'finding-lending-common': '{borrower} borrowed the most, {borrowed}, out of what is guaranteed to nobody',
  'finding-lending-none': 'No sector used more than its guarantee, so nothing was borrowed',
  'finding-wait': '{slowest} waited longest, {slowestMean} on average; {fastest} waited least, {fastestMean}',
  'finding-wait-same': 'All sectors waited equally long, {mean} on average',
  'finding-wait-one': '{sector} waited {mean} on average',
  'finding-wait-none': 'No job had to wait',
  'finding-queue': 'On average {mean} jobs waited, at most {max} at once',
  'finding-queue-none': 'The queue was always empty',
  'finding-utilisation': 'On average {share} of the {capacity} were in use',
  'finding-fragmentation': 'On average {share} of the free {units} could not be used where they lay',
  'finding-share': '{sector} used {delivered} of the delivered time with a guarantee of {guarantee}',
  'finding-share-borrowed':
    '{sector} used {delivered} of the delivered time with a guarantee of {guarantee}; {borrower} borrowed {borrowed}',
  'finding-share-borrowed-too':
    '{sector} used {delivered} of the delivered time with a guarantee of {guarantee}, and borrowed {borrowed}',
  'finding-split': '{sector}: {cards} of the cards, {compute} of the compute',
  'finding-split-one': 'The split of cards is also the split of compute',

  // The lending account by period, job classes, fairness: tables of page, report and terminal
  'account-table': 'The account of each sector by period',
  'account-name': 'Sector and period',
  'account-whole': 'whole run',
  'account-deviation': 'Off its share',
  'account-points': 'share',
  'account-earned': 'Earned',
  'account-delivered': 'Delivered',
  'account-borrowed': 'Borrowed',
  'account-lent': 'Lent',
  'account-owed': 'Owed then',
  'account-lead':
    'Earned is the guarantee times the time. Owed is what a sector has borrowed and not given back by lending, carried over from period to period; below zero, others owe it.',
  'half-year': '{half, select, 1 {first} other {second}} half of {year}',
  'flavor-table': 'Use by flavor',
  'flavor-name': 'Flavor and sector',
  'flavor-guaranteed': 'In the pool',
  'flavor-units': 'units',
  'flavor-from-elsewhere': 'From elsewhere',
  'flavor-unit-hours': 'unit-hours',
  'flavor-used': 'In use',
  'flavor-lead':
    'Jobs may name several flavors. A job runs at the first that its project is entitled to, or that is idle; “from elsewhere” counts jobs that would rather have had another flavor.',
  'class-table': 'Jobs by size and length',
  'class-name': 'Size and length',
  'class-lead': 'Short jobs run for less than an hour. Turnaround is the time from submission to the end.',
  'class-size':
    '{size, select, one {1 {unit, select, gpu {GPU} npu {NPU} cpu {core} other {unit}}} few {2 to 8} many {9 to 64} other {65 and more}}',
  'class-all': 'All jobs',
  'class-short': 'short',
  'class-long': 'long',
  'class-jobs': 'Jobs',
  'class-count': 'number',
  'class-asked': 'Asked',
  'class-wait-mean': 'Mean wait',
  'class-wait-median': 'Median wait',
  'class-wait-p90': '90% within',
  'class-wait-p99': '99% within',
  'class-wait-max': 'Longest wait',
  'class-turnaround': 'Turnaround',
  'class-hours': 'hours',
  'class-mean': 'mean',
  'class-slowdown': 'Slowdown',
  'node-alone': 'vs alone',
  'node-alone-unit': 'times',
  'node-stopped': 'Stopped jobs',
  'node-lost': 'Lost by it',
  'fairness-title': 'Fairness and lost work',
  'fairness-turnaround': 'mean time from submission to the end',
  'fairness-jain': 'Jain index of the projects: 1 when all waited alike',
  'fairness-alone': 'projects were at least as fast as on a machine of their own guarantee',
  'fairness-alone-max': 'times as long as alone: the project that was worst off',
  'fairness-stopped': 'jobs stopped to give way',
  'fairness-lost': '{unitHours} of work lost by it',
  'fairness-fragmentation': 'of the free {units} could not be used where they lay',
  'count-of': '{part} of {all}',

  'axis-owed': '{unitHours}: owed above zero, owed to it below',
  'panel-owed': 'delivered {delivered} of {earned} earned',
  'about-owed':
    'One panel for each sector over time. Above zero: what it borrowed and has not given back by lending. Below zero: what the others owe it.',
  'finding-owed': 'At the end {debtor} owes {owed}, and {creditor} is owed {due}',
  'finding-owed-common': 'At the end {debtor} has borrowed {owed} more than it lent, from what is guaranteed to nobody',
  'finding-owed-none': 'At the end nobody owes anything',
} as const
