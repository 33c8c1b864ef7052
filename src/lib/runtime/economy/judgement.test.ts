import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../evaluation/intervals.ts';
import { createGenerator, shuffled } from './generator.ts';
import { createIncidentDraws, firstChoice, skillsOf, type IncidentDraw } from './judgement.ts';
import { STANDARD_SCENARIO, type Scenario } from './scenario.ts';

const INCIDENTS = 3000;
const AGENTS = [0, 1, 2, 3, 4, 5, 6];

function drawsOf(change: Partial<Scenario>): readonly IncidentDraw[] {
	const draw = createIncidentDraws({ ...STANDARD_SCENARIO, ...change });
	return Array.from({ length: INCIDENTS }, (_, index) => draw(index));
}

function hits(draws: readonly IncidentDraw[], agent: number): readonly number[] {
	return draws.map((draw) => (firstChoice(draw.judgements[agent]!, []).node === draw.truth ? 1 : 0));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('generator', () => {
	it('repeats itself for the same keys and differs for others', () => {
		const words = (...keys: number[]) => {
			const generator = createGenerator(...keys);
			return [generator.word(), generator.word(), generator.word()];
		};
		expect(words(1, 2, 3)).toEqual(words(1, 2, 3));
		const streams = [
			words(1, 2, 3),
			words(1, 2, 4),
			words(1, 3, 2),
			words(2, 1, 3),
			words(1, 2),
			words(0, 0, 0),
		];
		expect(new Set(streams.map(String)).size).toBe(streams.length);
	});

	it('is uniform and normal enough, also across neighbouring streams', () => {
		const uniforms = Array.from({ length: 20_000 }, (_, key) => createGenerator(7, key).uniform());
		expect(Math.abs(mean(uniforms) - 0.5)).toBeLessThan(0.01);
		const generator = createGenerator(7);
		const normals = Array.from({ length: 20_000 }, () => generator.normal());
		expect(Math.abs(mean(normals))).toBeLessThan(0.03);
		expect(Math.abs(mean(normals.map((value) => value * value)) - 1)).toBeLessThan(0.05);
		expect([...shuffled([1, 2, 3, 4], generator)].sort()).toEqual([1, 2, 3, 4]);
	});
});

describe('judgements', () => {
	it('are right as often as the skill says, at any correlation', () => {
		for (const change of [{}, { correlationPercent: 90 }, { skillPercent: 40, candidates: 3 }]) {
			const draws = drawsOf(change);
			const skills = skillsOf({ ...STANDARD_SCENARIO, ...change });
			for (const agent of AGENTS) {
				const rate = mean(hits(draws, agent));
				expect(Math.abs(rate - skills[agent]!)).toBeLessThan(4 * Math.sqrt(0.25 / INCIDENTS));
			}
		}
	});

	it('are calibrated: of those held with 60 to 80 % about 70 % are right, and exaggerated ones fewer', () => {
		const rightAt = (confidencePercent: number) => {
			const draws = drawsOf({ confidencePercent, skillPercent: 65 });
			const held = draws.flatMap((draw) =>
				AGENTS.map((agent) => ({ draw, choice: firstChoice(draw.judgements[agent]!, []) })),
			);
			const inside = held.filter(({ choice }) => choice.probability >= 0.6 && choice.probability < 0.8);
			const right = inside.filter(({ draw, choice }) => choice.node === draw.truth).length;
			return { expected: mean(inside.map(({ choice }) => choice.probability)), right, n: inside.length };
		};
		const calibrated = rightAt(100);
		expect(calibrated.right / calibrated.n).toBeCloseTo(calibrated.expected, 1);
		const exaggerated = rightAt(300);
		expect(wilsonInterval(exaggerated.right, exaggerated.n).high).toBeLessThan(exaggerated.expected);
	});

	it('are one opinion seven times at full correlation and equal skill', () => {
		for (const draw of drawsOf({ correlationPercent: 100, skillSpreadPercent: 0 }).slice(0, 200)) {
			const choices = draw.judgements.map((judgement) => firstChoice(judgement, []).node);
			expect(new Set(choices).size).toBe(1);
		}
	});

	it('do not depend on the order in which incidents are drawn', () => {
		const [forwards, alone] = [
			createIncidentDraws(STANDARD_SCENARIO),
			createIncidentDraws(STANDARD_SCENARIO),
		];
		const third = [0, 1, 2].map(forwards)[2];
		expect(alone(2)).toEqual(third);
	});

	it('name the next best where a candidate was turned down', () => {
		const judgement = { scores: [3, 2, 1], probabilities: [0.6, 0.3, 0.1] };
		const [best, next] = [firstChoice(judgement, []), firstChoice(judgement, [0])];
		expect([best.node, next.node]).toEqual([0, 1]);
		expect(best.probability).toBeCloseTo(0.6);
		expect(next.probability).toBeCloseTo(0.75);
	});

	it('leave the proposing to A5 alone, or deal it out among A3 to A6', () => {
		expect(new Set(drawsOf({ proposers: 'probability-oracle' }).flatMap((draw) => draw.proposers))).toEqual(
			new Set([4]),
		);
		const first = drawsOf({}).map((draw) => draw.proposers[0]!);
		for (const agent of [2, 3, 4, 5])
			expect(mean(first.map((one) => (one === agent ? 1 : 0)))).toBeCloseTo(0.25, 1);
	});
});
