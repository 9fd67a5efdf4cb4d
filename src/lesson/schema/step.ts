import * as z from 'zod';
import {id, text, version, versionRange, yesNo} from './fields.ts';

/** What an engine can be asked for, in `engine:` and `@when`. */
export const conditions = z.strictObject({
  docker: versionRange.optional(),
  kernel: versionRange.optional(),
  swarm: z.enum(['active', 'inactive']).optional(),
  overlay: z.enum(['netns', 'host']).optional(),
  lb: z.enum(['sandbox', 'container']).optional(),
  ipvs: yesNo.optional(),
  esp: yesNo.optional(),
});

export const frontMatter = z.strictObject({
  lesson: id,
  title: text,
  version,
  minutes: z.int().min(1).max(600),
  needs: z
    .strictObject({
      lessons: z.array(id).default([]),
      tools: z.array(text).default([]),
      privilege: z.enum(['root', 'user']).default('user'),
    })
    .default({lessons: [], tools: [], privilege: 'user'}),
  engine: conditions.default({}),
});

export const step = z.strictObject({
  id,
  goal: text.optional(),
  after: z.array(id).optional(),
});
