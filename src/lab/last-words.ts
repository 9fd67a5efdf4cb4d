const PANIC = /^.*Kernel panic.*$/m;
const BEFORE = 3;
const MOST = 800;

/** What a kernel said last; of one that panicked why, and not the long trace that comes after it. */
export function lastWords(said: string): string {
  const panic = PANIC.exec(said);
  if (panic === null) return said.trim().slice(-MOST);
  const before = said.slice(0, panic.index).trim().split('\n').slice(-BEFORE);
  return [...before, panic[0]].join('\n').slice(-MOST);
}
