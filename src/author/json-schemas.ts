import * as z from 'zod';
import {assertions} from '../../assertions/registry.ts';
import {inventorySchema} from '../cluster/inventory.ts';
import {gradingSchema} from '../grade/read-grading.ts';
import {rosterSchema} from '../grade/roster-schema.ts';
import {suiteSchema} from '../grade/suite-schema.ts';
import {check, quiz, task} from '../lesson/schema/exercise.ts';
import {moduleFile} from '../lesson/schema/module.ts';
import {notes, run} from '../lesson/schema/run.ts';
import {conditions, frontMatter, step} from '../lesson/schema/step.ts';
import {resultsJsonSchema} from '../report/result-schema.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

interface Described {
  /** Where such text stands. */
  readonly title: string;
  schema(): JsonSchema;
}

/** JSON Schema (draft 2020-12) of all that a person writes for this program, and of what it writes for others. */
export const JSON_SCHEMAS: ReadonlyMap<string, Described> = new Map(
  Object.entries({
    module: described('module.yaml of a module', moduleFile),
    lesson: described('front matter of a lesson', frontMatter),
    step: described('comment @step', step),
    run: described('comment @run', run),
    check: described('comment @check', check, withAssertions),
    task: described('comment @task', task),
    quiz: described('comment @quiz', quiz),
    notes: described('comment @notes', notes),
    when: described('comment @when', conditions),
    clusters: described('clusters.yaml', inventorySchema),
    suite: described('suite of a grader', suiteSchema),
    grading: described('grading.yaml beside the lessons of a module', gradingSchema),
    roster: described('roster.yaml of a class', rosterSchema),
    result: {title: 'report in JSON: an array of results', schema: resultsJsonSchema},
  }),
);

function described(
  title: string,
  schema: z.ZodType,
  refine: (made: JsonSchema) => JsonSchema = made => made,
): Described {
  return {
    title,
    schema: () => refine({title, ...z.toJSONSchema(schema, {io: 'input', unrepresentable: 'any'})}),
  };
}

/** Editors then offer the assertions by name, and for each its arguments. */
function withAssertions(schema: JsonSchema): JsonSchema {
  const {use, ...properties} = schema.properties ?? {};
  return {
    ...schema,
    properties: {use: {...(use as JsonSchema), enum: [...assertions.keys()]}, ...properties},
    allOf: [...assertions.values()].map(({id, title, argsHelp, example}) => ({
      if: {properties: {use: {const: id}}},
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: {
        properties: {
          with: {
            description: title,
            examples: [example],
            properties: Object.fromEntries(
              Object.entries(argsHelp).map(([name, description]) => [name.replace(/\?$/, ''), {description}]),
            ),
            required: Object.keys(argsHelp).filter(name => !name.endsWith('?')),
            additionalProperties: false,
          },
        },
      },
    })),
  };
}
