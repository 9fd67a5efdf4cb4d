/** Shell functions of every script. `$n` is the nonce; `readFrames` reads what they print. */
export const FRAMES = `b() { printf '\\n%s begin %s\\n' "$n" "$1"; printf '\\n%s begin %s\\n' "$n" "$1" >&2; }
e() { printf '\\n%s end %s\\n' "$n" "$1"; printf '\\n%s end %s\\n' "$n" "$1" >&2; }
run() { b "$1"; shift; "$@"; s=$?; e "$s"; return "$s"; }
`;
