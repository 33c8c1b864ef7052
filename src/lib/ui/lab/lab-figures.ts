import { m } from '$lib/paraglide/messages.js';
import type { ArmReport } from '../../runtime/economy/arm-report.ts';
import { ARMS } from '../../runtime/economy/economy-genesis.ts';
import type { EconomyResult } from '../../runtime/economy/economy-run.ts';
import { csvOf } from '../format/csv.ts';
import { formatNumber } from '../format/number.ts';
import { nameOfArm, wordBankruptcy, wordCorrelation, wordShare } from '../wording/economy.ts';
import { codeOfRole } from '../wording/roles.ts';

/** A line of the table of results: a figure, and its value for each way of counting. */
export type FigureRow = { readonly key: string; readonly label: string; readonly cells: readonly string[] };

/** The figures of a run, one row each. */
export function figureRows({ arms }: EconomyResult): readonly FigureRow[] {
	const row = (key: string, label: string, word: (arm: ArmReport) => string): FigureRow => ({
		key,
		label,
		cells: ARMS.map((arm) => word(arms[arm])),
	});
	return [
		row('wrong', m.lab_wrong_passed(), (arm) => wordShare(arm.wrongVerdictsPassed)),
		row('right', m.lab_right_passed(), (arm) => wordShare(arm.rightVerdicts)),
		row('unresolved', m.lab_unresolved(), (arm) => wordShare(arm.unresolved)),
		...arms['stake-weighted'].agents.flatMap((agent, index) =>
			agent.behaviour === 'honest'
				? []
				: [
						row(`bankrupt-${agent.role}`, m.lab_bankruptcy_of({ agent: codeOfRole(agent.role) }), (arm) =>
							wordBankruptcy(arm.agents[index]?.bankruptAt ?? null),
						),
					],
		),
		row('weight', m.lab_weight_right(), (arm) => wordCorrelation(arm.weightAndRightness.all)),
		row('gini', m.lab_gini(), (arm) => formatNumber(arm.wealthSpread)),
		row('refused', m.lab_refused(), (arm) => formatNumber(arm.refused)),
	];
}

/** The same table as comma-separated text. */
export function figuresAsCsv(rows: readonly FigureRow[]): string {
	return csvOf([
		[m.lab_figure(), ...ARMS.map(nameOfArm)],
		...rows.map(({ label, cells }) => [label, ...cells]),
	]);
}
