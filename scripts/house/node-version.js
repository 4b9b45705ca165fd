import process from 'node:process';

const OLDEST_MAJOR = 20;

/** Stops with a sentence where the machine's own Node is too old to run these scripts. */
export function requireNode() {
	const major = Number(process.versions.node.split('.')[0]);
	if (major >= OLDEST_MAJOR) return;
	console.error(
		`Greenroom needs Node ${OLDEST_MAJOR} or newer to begin with; this is ${process.version}. ` +
			'See https://nodejs.org/en/download.'
	);
	process.exit(1);
}
