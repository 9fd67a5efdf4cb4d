import * as z from 'zod';
import {forms} from '../core/yaml/forms.ts';

/** `root@host:22`, which ssh takes for a name; an address of IPv6 has more colons, or stands in brackets. */
const WITH_PORT = /^(?:[^:/[\]]+|[^:/[\]]*\[[^\]]*\]):\d+$/;

/** A host as one gives it to ssh, in files that people write. */
export const sshHost = z
  .string()
  .max(500)
  .regex(/^[^-\s\p{Cc}][^\s\p{Cc}]*$/u, 'expected a host as one gives it to ssh, such as user@10.0.0.1')
  .refine(host => !WITH_PORT.test(host), {
    error: ({input}) => `ssh takes a port in another form: write ssh://${String(input)}`,
  })
  .register(forms, {form: 'a host as one gives it to ssh, such as user@10.0.0.1'});
