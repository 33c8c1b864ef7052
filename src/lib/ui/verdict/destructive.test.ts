import { describe, expect, it } from 'vitest';
import { looksDestructive } from './destructive.ts';

describe('looksDestructive', () => {
	it.each([
		'rm -rf /var/lib/data',
		'DROP TABLE orders;',
		'redis-cli FLUSHALL',
		'kubectl delete pod food-buy-1',
		'TRUNCATE orders',
		'dd if=/dev/zero of=/dev/sda',
	])('flags %s', (command) => expect(looksDestructive(command)).toBe(true));

	it.each(['kubectl rollout restart deploy/food-buy', 'kubectl get pods', 'curl -s localhost/health'])(
		'lets %s pass',
		(command) => expect(looksDestructive(command)).toBe(false),
	);
});
