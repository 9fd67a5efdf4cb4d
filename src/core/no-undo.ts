/**
 * `none, because …` is what a lesson writes where nothing takes a change back. Gives the reason, empty where none is told;
 * undefined for a command.
 */
export function noUndo(undo: string): string | undefined {
  return /^none\b[\s,:;.-]*(.*)$/s.exec(undo)?.[1];
}
