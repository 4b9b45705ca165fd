import type { Manifest } from '../../manifests';
import { REDACTED, redactedCode } from '../../redact';
import { redactedCommand } from './redact-command';

/** Whoever is let in by an address that names nobody: `https://token@host`. */
const IN_ADDRESS = /(\w{1,20}:\/\/)[^\s/@"'`]{1,200}@/g;

const address = (text: string) => redactedCode(text).replace(IN_ADDRESS, `$1${REDACTED}@`);

/** A manifest without what looks like a secret in what was copied from it: commands, addresses. */
export function redactedManifest(manifest: Manifest): Manifest {
	const { dependencies, scripts } = manifest;
	return {
		...manifest,
		dependencies: dependencies.map((dependency) => ({
			...dependency,
			...(dependency.version !== undefined && { version: address(dependency.version) })
		})),
		scripts: Object.fromEntries(
			Object.entries(scripts).map(([name, command]) => [name, redactedCommand(command)])
		)
	};
}
