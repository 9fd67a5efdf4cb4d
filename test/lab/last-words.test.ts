import {expect, test} from 'vitest';
import {lastWords} from '../../src/lab/last-words.ts';

test('of a kernel that panicked is told why, and not its trace', () => {
  const trace = Array.from({length: 40}, (_, nth) => ` [<6071d9c${nth}>] ? _printk+0x0/0x45`).join('\n');
  const said = `VFS: Mounted root\nRun /sbin/lab-init as init process\nuserspace - ptrace set fp regs failed, errno = 14\n`;
  expect(lastWords(`Linux version 6.12\n${said}Kernel panic - not syncing: killed init!\n${trace}\n`)).toBe(
    `${said}Kernel panic - not syncing: killed init!`,
  );
});

test('of any other its end', () => {
  expect(lastWords(`${'x'.repeat(2000)}\nit ended\n`)).toMatch(/^x{791}\nit ended$/);
});
