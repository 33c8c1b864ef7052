import { AGENT_ROLES } from '../../chain/genesis.ts';
import { wilsonInterval } from '../../evaluation/intervals.ts';
import { ARMS, type Arm } from '../../runtime/economy/economy-genesis.ts';
import type { Behaviour } from '../../runtime/economy/scenario.ts';
import type { Bankruptcies, EconomyPoint } from '../../worker/economy-messages.ts';

/** More points than this are not seen on a chart. */
const MOST_POINTS = 240;

/** Points spread evenly over a run, the last always among them. */
export function thinned(points: readonly EconomyPoint[]): readonly EconomyPoint[] {
	const every = Math.ceil(points.length / MOST_POINTS);
	return every <= 1
		? points
		: points.filter((_, index) => index % every === 0 || index === points.length - 1);
}

/** Share of wrong verdicts among the incidents so far, with its interval, one an arm. */
export function wrongShares(points: readonly EconomyPoint[]) {
	return ARMS.map((arm) => ({
		arm,
		points: points.map(({ incident, arms }) => ({ x: incident, y: arms[arm].wrong / incident })),
		band: points.map(({ incident, arms }) => ({ x: incident, ...wilsonInterval(arms[arm].wrong, incident) })),
	}));
}

/** What each agent owns after each incident. Whoever does not behave honestly is marked. */
export function wealthLines(points: readonly EconomyPoint[], arm: Arm, behaviours: readonly Behaviour[]) {
	return AGENT_ROLES.map((role, agent) => ({
		role,
		honest: behaviours[agent] === 'honest',
		points: points.map(({ incident, arms }) => ({ x: incident, y: arms[arm].wealth[agent] ?? 0 })),
	}));
}

/** Where an agent was bankrupt for the first time. */
export function bankruptcyMarks(
	points: readonly EconomyPoint[],
	arm: Arm,
	bankruptAt: Bankruptcies | undefined,
) {
	return (bankruptAt?.[arm] ?? []).flatMap((incident, agent) => {
		const point = incident === null ? undefined : points[incident - 1];
		return point ? [{ agent, incident: point.incident, wealth: point.arms[arm].wealth[agent] ?? 0 }] : [];
	});
}
