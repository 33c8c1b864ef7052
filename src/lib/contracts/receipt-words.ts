/** The events that contracts tell of in receipts. */
export const EVENT_NAMES = [
	'IncidentOpened',
	'StateChanged',
	'TaskAssigned',
	'DataSubmitted',
	'DependenciesSubmitted',
	'ProbabilitiesSubmitted',
	'FaultWebSubmitted',
	'RootCauseProposed',
	'VoteCast',
	'VoteRevealed',
	'VoteClosed',
	'SolutionSubmitted',
	'OutcomeVerified',
	'IncidentExpired',
	'Transferred',
	'Staked',
	'Unstaked',
	'AgentRebooted',
] as const;

/** What an internal transaction is for. In `escrow-lock` and `escrow-release` the proposal's id stands in its place. */
export const CALL_REASONS = [
	'duty',
	'rejected-proposer',
	'rejected-for',
	'unrevealed',
	'verified-proposer',
	'verified-for',
	'verified-against',
	'falsified-proposer',
	'falsified-for',
	'falsified-against',
	'passed-proposer',
	'passed-for',
	'passed-against',
	'transfer',
	'stake',
	'unstake',
	'reboot',
] as const;
export type CallReason = (typeof CALL_REASONS)[number];
