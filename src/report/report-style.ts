// How the report looks: on a screen of any width, light and dark, and on paper.
import { DARK, LIGHT, paletteDeclarations, type Palette } from '../charts/palette.ts'
import { Markup } from './markup.ts'

export function reportStyle(): Markup {
  return new Markup(`<style>
:root{color-scheme:light dark;${colours(LIGHT)}--accent:#0f5478;--band:#f3f6f8}
@media screen and (prefers-color-scheme:dark){:root{${colours(DARK)}--accent:#8cc8e6;--band:#17222b}}
${RULES}</style>`)
}

function colours(palette: Palette): string {
  return paletteDeclarations(palette)
}

const RULES = `*{box-sizing:border-box}
html{font:16px/1.55 "Noto Sans KR","Noto Sans CJK KR","Noto Sans",-apple-system,"Segoe UI","Apple SD Gothic Neo","Malgun Gothic",system-ui,sans-serif;background:var(--chart-surface);color:var(--chart-text);-webkit-text-size-adjust:100%}
body{max-width:66rem;margin:0 auto;padding:3rem 1.25rem 4rem;overflow-wrap:break-word}
:lang(ko){word-break:keep-all}
header{border-top:6px solid var(--accent);padding-top:1.25rem;margin-bottom:2rem}
.kicker{margin:0;font-weight:700;color:var(--accent);letter-spacing:.02em}
h1{font-size:clamp(1.75rem,1.2rem + 2.4vw,2.75rem);line-height:1.15;margin:.25rem 0 .5rem;text-wrap:balance}
.under{margin:0;font-size:1.125rem;color:var(--chart-muted-text)}
.lead{max-width:44rem;font-size:1.125rem;margin:1rem 0 0}
h2{font-size:1.5rem;line-height:1.25;margin:3.5rem 0 1rem;padding-top:.75rem;border-top:1px solid var(--chart-axis-line);text-wrap:balance}
h3{font-size:1.1875rem;line-height:1.35;margin:0 0 .75rem;text-wrap:balance;max-width:46rem}
p{max-width:46rem}
.hidden{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap;border:0}
.figures{display:grid;grid-template-columns:repeat(4,1fr);gap:1px;margin:0;background:var(--chart-grid-line);border:1px solid var(--chart-grid-line)}
.figures div{display:flex;flex-direction:column-reverse;justify-content:flex-end;background:var(--chart-surface);padding:.875rem 1rem}
.figures dt{color:var(--chart-muted-text);font-size:.9375rem;line-height:1.35}
.figures dd{margin:0;font-size:1.5rem;font-weight:700;line-height:1.25;font-variant-numeric:tabular-nums}
.period{color:var(--chart-muted-text)}
figure{margin:0 0 3rem}
figcaption{margin-top:.5rem;font-size:.9375rem;color:var(--chart-muted-text);max-width:46rem}
.chart svg{display:block;height:auto}
.chart.narrow{display:none}
details{margin-top:.75rem}
summary{cursor:pointer;color:var(--accent);font-size:.9375rem;padding:.25rem 0;min-height:1.5rem}
summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.scroll{overflow-x:auto;margin:1rem 0 2rem}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.35;font-variant-numeric:tabular-nums}
table.texts{width:auto;min-width:50%}
caption{text-align:left;max-width:min(46rem,calc(100vw - 2.5rem));font-weight:700;padding-bottom:.5rem;font-size:1.0625rem}
th,td{padding:.4rem .6rem;text-align:right;vertical-align:top;border-bottom:1px solid var(--chart-grid-line)}
td{white-space:nowrap}
td.text{white-space:normal}
thead th{vertical-align:bottom;border-bottom:2px solid var(--chart-axis-line);font-weight:600}
th:first-child,.text{text-align:left}
tbody th{font-weight:400;min-width:12rem}
table.texts tbody th{min-width:0}
.depth-0>th,.depth-0>td{font-weight:700}
@media screen and (max-width:60rem){tbody th,thead th:first-child{position:sticky;left:0;background:var(--chart-surface)}tbody th{min-width:9.5rem}table.texts th{position:static}}
.depth-0>th,.depth-0>td{background:var(--band)}
.depth-1>th{padding-left:1.5rem}
.depth-2>th{padding-left:2.5rem}
.depth-3>th{padding-left:3.5rem}
.unit,.kind{font-weight:400;font-size:.8125rem;color:var(--chart-muted-text);white-space:nowrap}
.unit{display:block}
.kind{margin-left:.375rem}
.unset{color:var(--chart-muted-text)}
code{font:.9em/1.4 ui-monospace,"SF Mono","Cascadia Mono","DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.facts,.terms{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;gap:.5rem 1.5rem;margin:1rem 0 2rem}
.facts dt,.terms dt{font-weight:600}
.facts dd,.terms dd{margin:0;min-width:0}
footer{margin-top:3rem;border-top:1px solid var(--chart-axis-line);font-size:.9375rem;color:var(--chart-muted-text)}
@media (max-width:40rem){body{padding-top:1.25rem}.chart.wide{display:none}.chart.narrow{display:block}.facts,.terms{grid-template-columns:1fr;gap:0}.facts dd,.terms dd{margin-bottom:.75rem}.figures{grid-template-columns:1fr 1fr}.figures dd{font-size:1.25rem}.depth-1>th{padding-left:1rem}.depth-2>th{padding-left:1.5rem}.depth-3>th{padding-left:2rem}}
@page{size:A4;margin:16mm 15mm}
@media print{html{font-size:10.5pt;background:none}body{max-width:none;padding:0}section.tables{break-before:page}h2{break-after:avoid;margin-top:1.5rem}h3{font-size:1.1rem;margin-bottom:.4rem}figure{margin-bottom:1.25rem}figcaption{font-size:.85rem;line-height:1.4;margin-top:.2rem}h3,caption{break-after:avoid}figure,tr,.figures div{break-inside:avoid}thead{display:table-header-group}.scroll{overflow:visible}table{font-size:8pt}tbody th{min-width:7.5rem}.unit,.kind{font-size:6.5pt}th,td{padding:.2rem .28rem}th:first-child{padding-left:.2rem}.depth-1>th{padding-left:.9rem}.depth-2>th{padding-left:1.6rem}.depth-3>th{padding-left:2.3rem}.chart.wide{display:block}.chart.narrow{display:none}details:not([open]){display:none}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
