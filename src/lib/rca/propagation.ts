import { compareText } from '../telemetry/time-order.ts';
import type { Scene } from './scene.ts';

/**
 * The shortest call path from the alert to a candidate, both ends included; through abnormal candidates where one as
 * short exists. Just the two ends when no path of calls joins them, one name when they are the same.
 */
export function pathTo(scene: Scene, target: string, abnormal: (name: string) => number): readonly string[] {
	if (scene.start === target) return [target];
	const from = new Map<string, string | null>([[scene.start, null]]);
	let layer = [scene.start];
	while (layer.length > 0 && !from.has(target)) {
		const next: string[] = [];
		layer.sort((a, b) => abnormal(b) - abnormal(a) || compareText(a, b));
		for (const name of layer)
			for (const callee of [...(scene.callees.get(name) ?? [])].sort(compareText))
				if (!from.has(callee)) {
					from.set(callee, name);
					next.push(callee);
				}
		layer = next;
	}
	if (!from.has(target)) return [];
	const path: string[] = [];
	for (let name: string | null = target; name !== null; name = from.get(name) ?? null) path.unshift(name);
	return path;
}
