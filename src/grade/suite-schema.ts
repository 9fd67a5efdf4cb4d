import * as z from 'zod';
import type {Json} from '../core/lesson.ts';
import {forms} from '../core/yaml/forms.ts';
import {duration, id, text, version} from '../lesson/schema/fields.ts';
import {challengeSchema} from './challenge-schema.ts';

const share = z.number().min(0).max(1);
const points = z.number().min(0).max(1000);
const visibility = z.enum(['visible', 'hidden', 'after_due_date', 'after_published']);

const trust = z.enum(['claim', 'corroborated', 'observed']);

// YAML without tags holds nothing but JSON.
const args = z.record(z.string(), z.custom<Json>(() => true).register(forms, {form: 'what the assertion takes'}));

export const checkSchema = z.strictObject({
  id: id.describe('name of the check'),
  title: text.optional().describe('what is true when it passes, in words'),
  part: id.optional().describe('the part of the suite that it belongs to'),
  use: text.optional().describe('the assertion that judges, with its version as in `net.peers@1`'),
  with: args.optional().describe('its arguments'),
  of: id.optional().describe('the command of the challenge whose output it judges'),
  any: z
    .array(
      z.strictObject({
        use: text.describe('an assertion'),
        with: args.default({}).describe('its arguments'),
        of: id.optional().describe('the command of the challenge whose output it judges'),
      }),
    )
    .min(1)
    .optional()
    .describe('several assertions, of which the best counts'),
  manual: z
    .strictObject({
      rubric: text.describe('what the person goes by'),
      points: points.describe('what it is worth'),
    })
    .optional()
    .describe('graded by a person'),
  points: points.optional().describe('what it is worth; 1 unless said'),
  timeout: duration.optional().describe('how long judging it may take'),
  minTrust: trust.optional().describe('the trust below which it earns nothing by itself'),
  allOrNothing: z.boolean().default(false).describe('true: what holds in part earns nothing'),
  severity: z
    .enum(['required', 'scored', 'advisory'])
    .default('scored')
    .describe('required: without it nothing is passed; advisory: told, and worth nothing'),
  visibility: visibility.optional().describe('who may see it, and when'),
  tags: z.array(text).default([]).describe('words to group checks by'),
  hints: z.array(text).max(10).default([]).describe('what helps who failed it'),
  dependsOn: z.array(id).default([]).describe('earlier checks without which this one is not looked at'),
});

const late = z.strictObject({
  perDay: share.describe('share of the points that each day begun costs'),
  cap: share.default(1).describe('share that is lost at most'),
});

const policy = z.strictObject({
  minTrust: trust.default('claim').describe('the trust below which a check earns nothing by itself'),
  late: late.optional().describe('what being late costs'),
  attempts: z
    .strictObject({
      max: z.int().min(1).optional().describe('how many attempts count at most'),
      keep: z.enum(['best', 'last']).default('best').describe('which of them counts'),
    })
    .optional()
    .describe('several attempts of one student'),
});

/** A suite as it is written; what needs the whole of it, or the assertions, is looked at afterwards. */
export const suiteSchema = z.strictObject({
  suite: id.describe('name of the suite'),
  title: text.describe('what stands above the report'),
  version: version.describe('of the suite'),
  parts: z
    .array(z.strictObject({id: id.describe('name of the part'), title: text.describe('its heading')}))
    .default([])
    .describe('groups of checks'),
  defaults: z
    .strictObject({
      visibility: visibility.optional().describe('who may see a check, and when'),
      timeout: duration.optional().describe('how long judging a check may take'),
    })
    .default({})
    .describe('what holds for checks that do not say'),
  policy: policy.prefault({}).describe('how points are counted'),
  challenge: challengeSchema
    .optional()
    .describe('what is done to the cluster first, with values drawn for each submission'),
  checks: z.array(checkSchema).min(1).max(500).describe('what is judged'),
});

export type CheckYaml = z.infer<typeof checkSchema>;
