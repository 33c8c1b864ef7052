import { runTokenCall } from '../../contracts/token/calls.ts';
import { natural, object, optional, text } from '../../primitives/schema.ts';
import { guard, method, type Contract, type Protocol } from '../contract.ts';
import type { Call } from '../receipt.ts';

const data = object({
	/** Distinct keys to write, each twice. */
	writes: natural(0, 100),
	/** Proof hashes to be billed for. */
	hashes: natural(0, 10_000),
	/** Refuses after so many writes. */
	refuseAfter: optional(natural(0, 100)),
	/** Moves of one token from the sender to the treasury; the one after them cannot be paid. */
	calls: natural(0, 100),
	unpayable: optional(natural(0, 100)),
	padding: optional(text(65_536)),
});

/** A contract that writes, hashes, pays and fails wherever it is told to. */
const scribbler: Contract = {
	name: 'Scribbler',
	methods: {
		scribble: method(data, (context, wish) => {
			const { state, sender, genesis } = context;
			const refuse = (done: number) =>
				guard(wish.refuseAfter !== done, 'told-to-refuse', 'refuseAfter', null, done);
			refuse(0);
			for (let i = 0; i < wish.writes; i++) {
				state.set(`scribble/${i}`, i);
				state.set(`scribble/${i}`, { again: i });
				refuse(i + 1);
			}
			context.chargeHashes(wish.hashes);
			const pay = (amount: number): Call => ({
				kind: 'transfer',
				from: sender.address,
				to: genesis.treasury.address,
				amount,
				reputation: 0,
				reason: 'scribble',
			});
			const calls = Array.from({ length: wish.calls }, (_, i) => pay(wish.unpayable === i ? 10 ** 9 : 1));
			return { events: [{ name: 'Scribbled', data: {} }], calls };
		}),
		/** A broken invariant: not a refusal. */
		break: method(object({}), () => {
			throw new TypeError('our bug');
		}),
	},
};

/** A protocol of that one contract, for which an empty block is always allowed. */
export const scribblerProtocol: Protocol = {
	version: 1,
	method: (type) => (Object.hasOwn(scribbler.methods, type) ? scribbler.methods[type] : undefined),
	runCall: runTokenCall,
	watch: (key) => key.startsWith('scribble/'),
	hasPendingDeadline: () => true,
};
