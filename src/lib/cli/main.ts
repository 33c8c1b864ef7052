import { benchCommand } from './bench-command.ts';
import { checkpointCommand } from './checkpoint-command.ts';
import { proofCommand } from './proof-command.ts';
import { runCommand } from './run-command.ts';
import { simulateCommand } from './simulate-command.ts';
import { simulateEconomyCommand } from './simulate-economy-command.ts';
import { fail, USAGE, type Command } from './terminal.ts';
import { verifyCommand } from './verify-command.ts';

const COMMANDS: { readonly [name: string]: Command } = {
	run: runCommand,
	verify: verifyCommand,
	proof: proofCommand,
	checkpoint: checkpointCommand,
	bench: benchCommand,
	simulate: simulateCommand,
	'simulate-economy': simulateEconomyCommand,
};

/** Runs one command; the exit code is 0, 1 (an answer is no) or 2 (bad input, with a clear error on stderr). */
async function main(args: readonly string[]): Promise<number> {
	const [name, ...rest] = args;
	if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
		process.stdout.write(USAGE);
		return name === undefined ? 2 : 0;
	}
	const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
	if (!command)
		return fail({ code: 'unknown-command', expected: Object.keys(COMMANDS).join(', '), actual: name });
	if (rest.includes('--help') || rest.includes('-h')) {
		process.stdout.write(USAGE);
		return 0;
	}
	return command(rest);
}

process.exitCode = await main(process.argv.slice(2));
