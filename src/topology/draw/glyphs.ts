/** The signs of a text drawing, each of one cell; where only ASCII can be shown, others stand for them. */
export const LINES = {
  corners: ['┌', '┐', '└', '┘'],
  across: '─',
  down: '│',
  branch: '├─',
  last: '└─',
  tunnelBranch: '╞═',
  lastTunnel: '╘═',
  farBranch: '╞═>',
  lastFar: '╘═>',
  wire: '──',
  tunnel: '══>',
  cut: '…',
} as const;
