import { MAX_SPREAD, type Figure } from './figure.ts';
import { GOALS, type Goal } from './goals.ts';

/** Figures of one environment, in the order of the goals. */
export type Measured = { readonly environment: string; readonly figures: readonly Figure[] };

const HEADINGS = ['', 'what', 'goal', 'median', 'least–most', 'control', 'verdict', 'rates'];

/** One readable table a measured environment. */
export function formatTable({ environment, figures }: Measured): string {
	const rows = figures.map((figure) => {
		const goal: Goal = GOALS[figure.goal];
		const sign = goal.bound.kind === 'at-least' ? '≥' : '≤';
		return [
			goal.row,
			goal.what,
			`${sign} ${goal.bound.value}`,
			short(figure.median),
			`${short(figure.low)}–${short(figure.high)}`,
			`×${figure.spread.toFixed(2)}`,
			verdictOf(figure),
			`${short(figure.subject)} : ${short(figure.base)}${figure.note === undefined ? '' : ` (${figure.note})`}`,
		];
	});
	const table = [HEADINGS, ...rows];
	const widths = HEADINGS.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
	const lines = table.map((row) =>
		row
			.map((cell, column) => cell.padEnd(widths[column]!))
			.join('  ')
			.trimEnd(),
	);
	return [environment, ...lines].join('\n');
}

/** Whether a figure reaches its goal; void where the machine was too unsteady to tell. */
export function verdictOf(figure: Figure): 'reached' | 'missed' | 'reached, void' | 'missed, void' {
	const { bound }: Goal = GOALS[figure.goal];
	const reached = bound.kind === 'at-least' ? figure.median >= bound.value : figure.median <= bound.value;
	const verdict = reached ? 'reached' : 'missed';
	return figure.spread > MAX_SPREAD ? `${verdict}, void` : verdict;
}

function short(value: number): string {
	if (value >= 1000) return String(Math.round(value));
	return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
