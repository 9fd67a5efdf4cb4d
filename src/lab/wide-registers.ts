/**
 * C source of a library that the kernel is started with, through the host tree's /etc/ld.so.preload. The 6.12 kernel
 * hands a process its floating-point registers in 2,696 bytes (HOST_FP_SIZE in arch/x86/um), which is all of them up to
 * AVX-512. A processor with AMX has 11,008, and there the host's kernel refuses less with EFAULT (`xstateregs_set` in
 * arch/x86/kernel/fpu/regset.c): no process could run. This fills up what is missing with zeros, which are registers
 * at rest; nothing in the lab may use AMX, as a process must ask the kernel for it first. Elsewhere it changes nothing.
 */
export const WIDE_REGISTERS = `
long syscall(long, ...);
void *memcpy(void *, const void *, unsigned long);

struct span { void *base; unsigned long size; };

enum { PTRACE = 101, PEEKTEXT = 1, PEEKUSER = 3, GETREGSET = 0x4204, SETREGSET = 0x4205, NT_X86_XSTATE = 0x202 };

static char registers[1 << 17];
static unsigned long wanted;

long ptrace(int request, int pid, unsigned long what, void *data)
{
    struct span *given = data, full = {registers, sizeof registers};
    long word, answer;

    if (request >= PEEKTEXT && request <= PEEKUSER) {
        answer = syscall(PTRACE, (long)request, (long)pid, what, &word);
        return answer < 0 ? answer : word;
    }
    if (request != SETREGSET || what != NT_X86_XSTATE)
        return syscall(PTRACE, (long)request, (long)pid, what, data);
    if (wanted == 0) {
        if (syscall(PTRACE, (long)GETREGSET, (long)pid, what, &full) < 0)
            return -1;
        wanted = full.size;
        for (full.size = 0; full.size < wanted; full.size++)
            registers[full.size] = 0;
    }
    if (given->size >= wanted)
        return syscall(PTRACE, (long)request, (long)pid, what, data);
    memcpy(registers, given->base, given->size);
    full.size = wanted;
    return syscall(PTRACE, (long)request, (long)pid, what, &full);
}
`;
