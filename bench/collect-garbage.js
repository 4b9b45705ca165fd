// Loaded before a server whose memory is measured (`--expose-gc --import`): what is garbage goes
// when the bench says so, and not when the process gets to it.
process.on('SIGUSR2', () => {
	// Twice: what the first run lets go of is only counted free by the second.
	globalThis.gc?.();
	globalThis.gc?.();
});
