import * as z from 'zod';

/**
 * For the guide: what a value looks like, in words, where its schema does not tell (`a duration such as 30s`), and whether
 * it must be there, where that is looked at only after the schema.
 */
export const forms = z.registry<{form: string; needed?: true}>();
