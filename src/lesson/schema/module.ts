import * as z from 'zod';
import {forms} from '../../core/yaml/forms.ts';
import {id, language, text, version, versionRange} from './fields.ts';

const FORMAT = 1;

// A reference enters shell lines, so only what a registry allows: host[:port]/path:tag@digest.
const image = z
  .string()
  .regex(/^[a-z0-9][\w.:/@-]{0,254}$/i, 'expected an image reference such as redis:alpine')
  .register(forms, {form: 'an image reference such as redis:alpine'});

const node = z.strictObject({
  role: z
    .enum(['manager', 'worker'])
    .optional()
    .describe(
      'what the node is in a swarm; either all nodes have a role, one of them that of the manager, or none has',
    ),
});

export const moduleFile = z.strictObject({
  id: id.describe('name of the module; students’ progress is kept under it'),
  title: text.describe('what stands above the lessons'),
  summary: text.describe('one sentence on what one can do after it'),
  version: version.describe('of the module; who has agreed to another version is asked again'),
  language: language.default('en').describe('what the lessons are written in'),
  format: z.literal(FORMAT).describe('of these files'),
  runner: versionRange.describe('the versions of deepdive that it needs'),
  lessons: z.array(id).min(1).describe('the lessons in their order, each called as its file without .md'),
  nodes: z
    .record(id, node)
    .describe('the machines that the commands run on, by names of your own; `here: {}` is one machine of no swarm'),
  images: z
    .record(id, image)
    .default({})
    .describe('names for container images; `<image.NAME>` stands for each in commands, and a cluster may have its own'),
});
