/** How many colours tunnels take turns at; words stand beside each. */
export const HUES = 6;

const LIGHT = ['#0b62a8', '#a8480b', '#2b7a3a', '#7a3aa0', '#8a6a00', '#0b7a7a'];
const DARK = ['#6cb8ff', '#ffa366', '#7fd08f', '#cf9bf5', '#e3c34f', '#5fd3d3'];

/** The style sheet of a drawing: dark where the reader's surroundings are. */
export const STYLE = `
svg { color-scheme: light dark; --back: #ffffff; --ink: #1c2430; --soft: #5b6675; --line: #8b96a5; --machine: #f4f6f9; --space: #ffffff; --tile: #eef2f7; --bad: #b3261e; --path: #c2185b; ${vars(LIGHT)} }
@media (prefers-color-scheme: dark) { svg { --back: #14181f; --ink: #e8edf4; --soft: #a3afbf; --line: #708094; --machine: #1b212b; --space: #222a36; --tile: #2d3746; --bad: #ff8a80; --path: #ff6fa5; ${vars(DARK)} } }
text { font: 11px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: var(--ink); }
.back { fill: var(--back); }
.machine { fill: var(--machine); stroke: var(--line); stroke-width: 1.5; }
.machine-words { font-weight: bold; font-size: 15px; }
.space { fill: var(--space); stroke: var(--line); }
.space-words { font-size: 10px; fill: var(--soft); font-weight: bold; }
.tile { fill: var(--tile); stroke: var(--line); }
.detail { font-size: 10px; fill: var(--soft); }
.bridge { stroke-width: 2.5; }
.down { stroke-dasharray: 3 3; }
.wire { fill: none; stroke: var(--line); stroke-width: 1.4; }
.port { fill: none; stroke: var(--line); stroke-width: 1.4; stroke-dasharray: 1.5 3; stroke-linecap: round; }
.blocked { stroke: var(--bad); stroke-dasharray: 5 4; }
.tunnel { fill: none; stroke-width: 2.2; stroke: var(--line); }
.lost { fill: none; stroke: var(--bad); stroke-width: 1.6; stroke-dasharray: 5 4; }
.bad { fill: var(--bad); font-weight: bold; }
.path { stroke: var(--path); stroke-width: 4; }
.on-path { stroke: var(--path); stroke-width: 2.5; }
.badge { fill: var(--path); }
.stop { fill: var(--bad); }
.badge-words { fill: #ffffff; font-weight: bold; font-size: 10px; }
@media (prefers-color-scheme: dark) { .badge-words { fill: #14181f; } }
${LIGHT.map((_, hue) => `.hue-${hue} { stroke: var(--hue-${hue}); } .ink-${hue} { fill: var(--hue-${hue}); }`).join('\n')}
`;

function vars(colours: readonly string[]): string {
  return colours.map((colour, hue) => `--hue-${hue}: ${colour};`).join(' ');
}
