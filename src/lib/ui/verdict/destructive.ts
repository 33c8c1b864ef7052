const DESTRUCTIVE =
	/\b(rm\s+-\w*[rf]|drop\s+(table|database|index|collection)|truncate|flush(all|db)|delete\s+(from|pod|pvc|ns|namespace|deploy|node|volume)|mkfs|dd\s+if|shutdown|reboot|kill\s+-9|git\s+push\s+(-f|--force)|format|wipe)\b/i;

/** Whether a command looks as if it could destroy data or a service. Errs on the side of saying so. */
export function looksDestructive(command: string): boolean {
	return DESTRUCTIVE.test(command);
}
