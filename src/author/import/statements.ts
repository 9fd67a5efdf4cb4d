const BEGINS =
  /^(?:SELECT|INSERT|UPSERT|UPDATE|DELETE|CREATE|ALTER|DROP|TRUNCATE|SHOW|USE|SET|BEGIN|COMMIT|ROLLBACK|GRANT|REVOKE|WITH|EXPLAIN|DESCRIBE|BACKUP|RESTORE|IMPORT|CALL|VALUES)\b/;

/** Whether a line begins a statement of SQL in capitals, or is a command of its client such as `\d`. */
export function isStatement(line: string): boolean {
  return BEGINS.test(line) || /^\\[a-z!?][\w+]*(?:\s|$)/i.test(line);
}

/** Whether what is typed into a client is SQL, in small letters too. */
export function isSql(typed: string): boolean {
  return BEGINS.test(typed.trimStart().toUpperCase());
}

/** Whether a line ends a statement: with a semicolon, or `\G`. */
export function isEnd(line: string): boolean {
  return /(?:;|\\g\w?)\s*(?:--.*)?$/i.test(line);
}
