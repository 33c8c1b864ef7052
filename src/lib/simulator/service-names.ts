/** The service that requests from outside meet first. */
export const GATEWAY = 'gateway';

/** The name of the service with a number, counted from 1. */
export function serviceName(index: number): string {
	return `svc-${String(index).padStart(3, '0')}`;
}

/** The names of all services of a system of some size: the same for every seed. */
export function namesOfServices(size: number): readonly string[] {
	return [GATEWAY, ...Array.from({ length: size - 1 }, (_, index) => serviceName(index + 1))];
}
