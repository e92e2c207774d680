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
  'finding-share': '{sector} used {delivered} of the delivered time with a guarantee of {guarantee}',
  'finding-share-borrowed':
    '{sector} used {delivered} of the delivered time with a guarantee of {guarantee}; {borrower} borrowed {borrowed}',
  'finding-share-borrowed-too':
    '{sector} used {delivered} of the delivered time with a guarantee of {guarantee}, and borrowed {borrowed}',
  'finding-split': '{sector}: {cards} of the cards, {compute} of the compute',
  'finding-split-one': 'The split of cards is also the split of compute',
} as const
