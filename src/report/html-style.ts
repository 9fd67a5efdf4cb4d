/** The style of the page: the system's fonts, dark and light as the reader has it, and no request to anywhere. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fff; --soft: #f4f5f7; --line: #d5d9df; --ink: #1b1f24; --dim: #59626d; --link: #0b57b7;
  --pass: #12692f; --pass-soft: #e3f4e8; --fail: #a81c1c; --fail-soft: #fdeaea;
  --error: #7d4a00; --error-soft: #fdf1d9; --calm: #4a5560; --calm-soft: #eceff2; --bar: #b9c1cb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15181c; --soft: #1e2228; --line: #363c45; --ink: #e6e9ed; --dim: #a3acb7; --link: #86b7ff;
    --pass: #7ed79a; --pass-soft: #173323; --fail: #ff9c96; --fail-soft: #401e1e;
    --error: #f3c46b; --error-soft: #3b2d10; --calm: #b5bec9; --calm-soft: #292f37; --bar: #4b545f;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem clamp(.75rem, 3vw, 2.5rem) 4rem; max-width: 76rem; background: var(--page);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2.25rem 0 .75rem; font-size: 1.2rem; }
h3 { margin: 1.25rem 0 .5rem; font-size: 1rem; }
h4 { margin: .9rem 0 .25rem; font-size: .85rem; color: var(--dim); }
p { margin: .4rem 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, .wide:focus-visible { outline: 3px solid var(--link); outline-offset: 2px;
  border-radius: 4px; }
.dim { color: var(--dim); }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.25rem 0 0; padding: 0; }
.counts div { flex: 1 1 7rem; padding: .6rem .8rem; background: var(--soft); border-radius: 8px; }
.counts dt { color: var(--dim); font-size: .85rem; }
.counts dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.notes { margin: 1rem 0 0; padding: .6rem 1rem .6rem 2rem; background: var(--error-soft); border-radius: 8px; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; overflow-wrap: normal; }
th, td { padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { font-size: .85rem; color: var(--dim); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; min-width: 9rem; overflow-wrap: anywhere; }
.number { padding-right: 1.5rem; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.bar { display: block; width: 100%; height: .3rem; margin-top: .25rem; background: var(--calm-soft); border-radius: 3px;
  overflow: hidden; }
.bar i { display: block; height: 100%; background: var(--bar); }
.word { display: inline-block; padding: 0 .5rem; border-radius: 4px; font-size: .85rem; font-weight: 600;
  white-space: nowrap; color: var(--calm); background: var(--calm-soft); }
.pass, .graded { color: var(--pass); background: var(--pass-soft); }
.fail { color: var(--fail); background: var(--fail-soft); }
.error, .incomplete, .missing { color: var(--error); background: var(--error-soft); }
details { border: 1px solid var(--line); border-radius: 8px; }
.submission { margin: .5rem 0; }
.check { margin: .35rem 0; background: var(--page); }
summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: .15rem .75rem; padding: .5rem .8rem;
  cursor: pointer; list-style: none; border-radius: 8px; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "+"; width: .7rem; color: var(--dim); font-weight: 600; }
details[open] > summary::before { content: "\\2212"; }
.submission > summary { background: var(--soft); }
summary .who, summary .what { flex: 1 1 12rem; font-weight: 600; }
.check > summary .what { font-weight: 500; }
.check > summary .word { min-width: 6.9rem; text-align: center; }
.inside { padding: .25rem .8rem .9rem; scroll-margin-top: 4rem; }
.check > .inside { border-top: 1px solid var(--line); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: 0 1rem; }
pre, code { font: .85rem/1.45 ui-monospace, monospace; }
pre { margin: 0; padding: .5rem .7rem; max-height: 24rem; overflow: auto; background: var(--soft); border-radius: 6px;
  white-space: pre-wrap; }
td code { white-space: pre-wrap; overflow-wrap: anywhere; }
.evidence td { min-width: 8rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0; font-size: .9rem; }
.facts dt { color: var(--dim); }
.facts dd { margin: 0; }
.path { margin: .4rem 0; padding: 0; list-style: none; }
.path > li { position: relative; padding: 0 0 .7rem 2rem; }
.path > li:not(:last-child)::before { content: ""; position: absolute; left: .62rem; top: 1.4rem; bottom: 0;
  border-left: 2px solid var(--line); }
.sign { position: absolute; left: 0; top: .1rem; width: 1.35rem; height: 1.35rem; border-radius: 50%;
  font-size: .8rem; line-height: 1.35rem; font-weight: 700; text-align: center; }
.sign.ok { color: var(--pass); background: var(--pass-soft); }
.sign.broken { color: var(--fail); background: var(--fail-soft); }
.sign.unknown { color: var(--error); background: var(--error-soft); }
.path p { margin: 0; }
.path code { display: block; white-space: pre-wrap; color: var(--dim); }
ul { margin: .25rem 0; padding-left: 1.25rem; }
@media (max-width: 40rem) {
  body { font-size: 15px; }
  thead th, .number { white-space: normal; }
  tbody th { min-width: 6.5rem; }
  .number, th, td { padding-right: .6rem; }
  .check > summary .what { order: 3; flex-basis: 100%; }
  .facts { grid-template-columns: 1fr; }
  .facts dd { margin-bottom: .35rem; }
}
@media print {
  body { max-width: none; padding: 0; }
  details::details-content { content-visibility: visible; height: auto; }
  pre { max-height: none; }
}
`;
