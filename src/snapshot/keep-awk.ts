/**
 * Reads the JSON answers of an engine as curl writes them, behind each a line of `@`, the nonce and the HTTP code. Prints
 * shell assignments: of each answer what its kind keeps. All else, which may hold environments and tokens, ends here on
 * the node. An answer that is refused, cut or not understood assigns nothing, and the docker CLI is asked.
 *
 * `keeps` has words of kind and path, `tasks:Status.State`: a path leads through lists, and what it leads to is kept
 * whole. `asks` has a word for each answer: `tasks`, of which the object or list is kept; `networks=`, of which the ids are
 * kept, bare; `+network`, one of several objects that stand on lines of their own, where one that is gone (404) is none.
 *
 * Records end at quotation marks, so they are by turns what is outside and what is inside of strings.
 */
export const KEEP_AWK = String.raw`
function next_answer() {
  kind = asked[++answer]
  form = kind ~ /=$/ ? "ids" : kind ~ /^[+]/ ? "line" : ""
  gsub(/[=+]/, "", kind)
  depth = pieces = 0
  comma[0] = word = ""
}
function put(text) { if (form != "ids") piece[++pieces] = text }
function plain(text) { gsub(/\047/, "\\u0027", text); return text }
# Whether what comes is kept: wholly (2), in part (1), or not at all.
function share() { return (array[depth] || kept[depth] != 1) ? kept[depth] : keep[kind ":" path[depth] key] + 0 }
function lead() {
  put(comma[depth] (array[depth] ? "" : "\"" plain(key) "\":"))
  comma[depth] = ","
}
function value(text,   part) {
  if (!(part = share())) return
  lead()
  if (form != "ids") put(part == 2 ? plain(text) : "null")
  else if (text ~ /^"[0-9a-z]+"$/) piece[++pieces] = " " substr(text, 2, length(text) - 2)
}
function flush() { if (word != "") value(word); word = "" }
function enter(isArray,   part) {
  if ((part = share())) { lead(); put(isArray ? "[" : "{") }
  path[depth + 1] = array[depth] ? path[depth] : path[depth] key "."
  kept[++depth] = part
  array[depth] = isArray
  comma[depth] = ""
  isKey = !isArray
}
function leave() {
  flush()
  if (kept[depth]) put(array[depth] ? "]" : "}")
  if (depth) depth--
}
function tell(code,   i) {
  flush()
  if (depth || (code != "200" && !(form == "line" && code == "404"))) { lost[kind] = 1; return }
  if (code == "404") return
  told[kind] = 1
  printf "l_%s=%s\047", kind, (form == "line" ? "$l_" kind : "")
  for (i = 1; i <= pieces; i++) printf "%s", piece[i]
  print (form == "line" ? "\n" : form == "ids" && !pieces ? " " : "") "\047"
}
BEGIN {
  RS = "\""
  count = split(asks, asked, " ")
  parts = split(keeps, list, " ")
  for (i = 1; i <= parts; i++) {
    keep[list[i]] = 2
    for (at = list[i]; sub(/\.[^.]*$/, "", at);) keep[at] = 1
  }
  array[0] = kept[0] = 1
  next_answer()
}
inString {
  held = held $0
  if (match($0, /\\+$/) && RLENGTH % 2) { held = held "\""; next }
  inString = 0
  if (isKey) key = held; else value("\"" held "\"")
  next
}
{
  size = length($0)
  for (i = 1; i <= size; i++) {
    c = substr($0, i, 1)
    if (c == ":") isKey = 0
    else if (c == ",") { flush(); isKey = !array[depth] }
    else if (c == "{") enter(0)
    else if (c == "[") enter(1)
    else if (c == "}" || c == "]") leave()
    else if (c == "@" && substr($0, i + 1, length(nonce)) == nonce) {
      i += length(nonce) + 3
      tell(substr($0, i - 2, 3))
      next_answer()
    }
    else if (c !~ /[ \t\r\n]/) word = word c
  }
  inString = 1
  held = ""
}
END {
  for (; answer <= count; next_answer()) lost[kind] = 1
  for (kind in lost) print "l_" kind "="
}`.trim();
