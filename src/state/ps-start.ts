const LINE = /^(\S+)\s+\w{3} +(\w{3}) +(\d{1,2}) +(\d{2}:\d{2}:\d{2}) +(\d{4})\s*$/;

/**
 * Seconds since 1970 at which a process began, from what `ps -o stat= -o lstart= -p PID` prints in the zone UTC and the
 * locale C: `Ss   Fri Nov 27 15:29:46 2026`. Undefined for a process that is not there, and for a zombie, which has ended.
 */
export function readPsStart(text: string): number | undefined {
  const [, state = 'Z', month, day, time, year] = LINE.exec(text.trim()) ?? [];
  if (state.startsWith('Z')) return undefined;
  const at = Date.parse(`${day} ${month} ${year} ${time} UTC`);
  return Number.isNaN(at) ? undefined : at / 1000;
}
