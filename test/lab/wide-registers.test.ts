import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {WIDE_REGISTERS} from '../../src/lab/wide-registers.ts';
import {hasProgram} from '../report/programs.ts';

/** Sets the registers of a stopped child from the first bytes of what they are, as the lab's kernel does. */
const TRACER = `
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long
TRACEME, PEEKTEXT, GETREGSET, SETREGSET, XSTATE = 0, 1, 0x4204, 0x4205, 0x202
class Span(ctypes.Structure):
    _fields_ = [('base', ctypes.c_void_p), ('size', ctypes.c_size_t)]
text = ctypes.create_string_buffer(b'peekaboo')
child = os.fork()
if child == 0:
    libc.ptrace(TRACEME, 0, 0, None)
    os.kill(os.getpid(), 19)
    os._exit(0)
os.waitpid(child, 0)
def ask(request, buffer, size):
    span = Span(ctypes.addressof(buffer), size)
    return libc.ptrace(request, child, XSTATE, ctypes.addressof(span)), span.size
before, after = ctypes.create_string_buffer(1 << 16), ctypes.create_string_buffer(1 << 16)
_, size = ask(GETREGSET, before, 1 << 16)
# All but the last are fewer than this processor has, which the host's kernel by itself refuses.
done = [ask(SETREGSET, before, short)[0] for short in (512 + 64, min(size - 8, 2696), size)]
ask(GETREGSET, after, 1 << 16)
word = libc.ptrace(PEEKTEXT, child, ctypes.addressof(text), None)
os.kill(child, 9)
print(done, before.raw == after.raw, word.to_bytes(8, 'little').decode())
`;

test.runIf(hasProgram('tcc', '-v') && process.arch === 'x64')(
  'registers are set from as many of them as the kernel of the lab knows, on any processor',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deepdive-registers-'));
    try {
      const library = join(folder, 'wide-registers.so');
      await execa('tcc', ['-shared', '-nostdlib', '-o', library, '-'], {input: WIDE_REGISTERS});
      const {stdout} = await execa('python3', ['-c', TRACER], {env: {LD_PRELOAD: library}});
      expect(stdout).toBe('[0, 0, 0] True peekaboo');
      const bare = await execa('python3', ['-c', TRACER]);
      expect(bare.stdout).toBe('[-1, -1, 0] True peekaboo');
    } finally {
      rmSync(folder, {recursive: true, force: true});
    }
  },
);
