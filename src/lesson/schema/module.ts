import * as z from 'zod';
import {id, text, version, versionRange} from './fields.ts';

const FORMAT = 1;

export const moduleFile = z.strictObject({
  id,
  title: text,
  summary: text,
  version,
  format: z.literal(FORMAT),
  runner: versionRange,
  lessons: z.array(id).min(1),
  nodes: z.record(id, z.strictObject({role: z.enum(['manager', 'worker']).optional()})),
  images: z
    .record(
      id,
      // A reference enters shell lines, so only what a registry allows: host[:port]/path:tag@digest.
      z.string().regex(/^[a-z0-9][\w.:/@-]{0,254}$/i, 'expected an image reference such as redis:alpine'),
    )
    .default({}),
});
