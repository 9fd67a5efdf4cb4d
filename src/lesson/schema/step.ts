import * as z from 'zod';
import {id, text, version, versionRange, yesNo} from './fields.ts';

/** What an engine can be asked for, in `engine:` and `@when`. */
export const conditions = z.strictObject({
  docker: versionRange.optional().describe('version of the Docker engine'),
  kernel: versionRange.optional().describe('version of the kernel'),
  swarm: z.enum(['active', 'inactive']).optional().describe('whether the node is in a swarm'),
  overlay: z
    .enum(['netns', 'host'])
    .optional()
    .describe('where the devices of an overlay network are: in namespaces of their own, or on the host (old engines)'),
  lb: z
    .enum(['sandbox', 'container'])
    .optional()
    .describe('where marks and IPVS of virtual addresses are: in a sandbox for each network, or in every container'),
  ipvs: yesNo.optional().describe('whether the kernel has IPVS'),
  esp: yesNo.optional().describe('whether the kernel can encrypt with ESP'),
});

const needs = z.strictObject({
  lessons: z.array(id).default([]).describe('lessons of this module whose work it builds on'),
  tools: z.array(text).default([]).describe('programs that its commands call'),
  privilege: z.enum(['root', 'user']).default('user').describe('whose rights its commands need'),
});

export const frontMatter = z.strictObject({
  lesson: id.describe('the name of this file, without .md'),
  title: text.describe('what stands above its steps'),
  version: version.describe('of this lesson'),
  minutes: z.int().min(1).max(600).describe('how long it takes'),
  needs: needs.default({lessons: [], tools: [], privilege: 'user'}).describe('what must be there'),
  engine: conditions.default({}).describe('without these the lesson is shown as unavailable, with the reason'),
  unless: conditions.default({}).describe('where all of these hold together the lesson is unavailable as well'),
});

export const step = z.strictObject({
  id: id.describe('name of the step within its lesson'),
  goal: text.optional().describe('what is true when the step is done'),
  after: z.array(id).optional().describe('steps that must be passed first; the step before unless said, `[]` for none'),
});
