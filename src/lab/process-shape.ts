import * as z from 'zod';

/** A `ProcessMark` inside a file of the lab. */
export const processMark = z.strictObject({
  pid: z.int().positive(),
  start: z.string().max(20),
  boot: z.string().max(40),
});
