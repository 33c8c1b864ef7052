/** The peer's library looks for `process.env.DEBUG` wherever there is no window, as in a worker. */
Object.assign(globalThis, { process: { env: {} } });
