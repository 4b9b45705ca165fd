import { isMap, isScalar } from 'yaml';
import { isValues, textOf, valueAt } from './manifests/values';
import { redactedCommand } from './redact-command';
import type { Containers } from './report';
import { isCompose, isDockerfile } from './wanted';
import { parseYaml } from './yaml-text';

export interface Instruction {
	/** Upper case. */
	word: string;
	rest: string;
	line: number;
}

/** Of each kind: what has more is no longer read by anybody, and every report carries it. */
const MOST = 500;
const MOST_NAME = 300;

/** Images are built from, and services are made of: at most 500 of each. */
export function containersOf(
	texts: ReadonlyMap<string, string>,
	say: (sentence: string) => void
): Containers {
	const containers: Containers = { images: [], dockerfiles: [], services: [] };
	for (const [path, text] of texts) {
		if (isDockerfile(path)) addDockerfile(containers, path, text);
		else if (isCompose(path)) {
			try {
				containers.services.push(...servicesOf(path, text));
			} catch {
				say(`${path} could not be read: it is no valid YAML of at most 256 KiB.`);
			}
		}
	}
	const { images, dockerfiles, services } = containers;
	if (Math.max(images.length, dockerfiles.length, services.length) > MOST) {
		say(`There are more images, Dockerfiles or services than are told: the first ${MOST} are.`);
	}
	return {
		images: images.slice(0, MOST),
		dockerfiles: dockerfiles.slice(0, MOST),
		services: services.slice(0, MOST)
	};
}

/** Lines that end with a backslash go on in the next. */
export function instructionsOf(text: string): Instruction[] {
	const instructions: Instruction[] = [];
	let current: Instruction | undefined;
	for (const [index, whole] of text.split('\n').entries()) {
		const line = whole.trim();
		if (line === '' || line.startsWith('#')) continue;
		const goesOn = line.endsWith('\\');
		const part = goesOn ? line.slice(0, -1) : line;
		if (current) current.rest += ` ${part}`;
		else {
			const [word = '', ...rest] = part.split(/\s+/);
			current = { word: word.toUpperCase(), rest: rest.join(' '), line: index + 1 };
			instructions.push(current);
		}
		if (!goesOn) current = undefined;
	}
	return instructions;
}

function addDockerfile(containers: Containers, path: string, text: string): void {
	const instructions = instructionsOf(text);
	const defaults = new Map<string, string>();
	/** Who each stage runs as; whoever stands on it begins as that one. */
	const stages = new Map<string, string | undefined>();
	let stage: string | undefined;
	let user: string | undefined;
	let froms = 0;
	for (const { word, rest, line } of instructions) {
		if (word === 'ARG') {
			const [name = '', value] = rest.split('=');
			if (value !== undefined) defaults.set(name, value.replaceAll(/["']/g, ''));
		} else if (word === 'FROM') {
			const match = /^(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?/i.exec(rest);
			if (!match) continue;
			froms++;
			const image = substituted(match[1]!.slice(0, 300), defaults).slice(0, 300);
			stage = match[2]?.slice(0, MOST_NAME);
			// A stage that stands on another of the same file pulls nothing.
			if (!stages.has(image.toLowerCase())) {
				containers.images.push({ path, line, image: redactedCommand(image), stage });
			}
			user = stages.get(image.toLowerCase());
			if (stage) stages.set(stage.toLowerCase(), user);
		} else if (word === 'USER') {
			user = rest.slice(0, MOST_NAME);
			if (stage) stages.set(stage.toLowerCase(), user);
		}
	}
	if (froms === 0) return;
	const has = (wanted: string) => instructions.filter(({ word }) => word === wanted);
	containers.dockerfiles.push({
		path,
		stages: froms,
		user,
		hasHealthCheck: has('HEALTHCHECK').length > 0,
		ports: has('EXPOSE')
			.slice(0, 20)
			.flatMap(({ rest }) => rest.slice(0, 200).split(/\s+/).slice(0, 20))
	});
}

const substituted = (image: string, defaults: ReadonlyMap<string, string>) =>
	image.replace(
		/\$\{?(\w+)(?::?-([^}]*))?\}?/g,
		(whole, name: string, otherwise?: string) => defaults.get(name) ?? otherwise ?? whole
	);

function servicesOf(path: string, text: string): Containers['services'] {
	const { document, content, lines } = parseYaml(text);
	const services = document.get('services');
	if (!isMap(services)) return [];
	return services.items.slice(0, 100).flatMap(({ key }) => {
		if (!isScalar(key) || typeof key.value !== 'string') return [];
		const service = valueAt(content, 'services', key.value);
		if (!isValues(service)) return [];
		const image = textOf(service['image']);
		return [
			{
				path,
				line: lines.linePos(key.range?.[0] ?? 0).line,
				name: key.value,
				image: image === undefined ? undefined : redactedCommand(image),
				isBuilt: service['build'] !== undefined
			}
		];
	});
}

/** Whether an image may be another one tomorrow: no tag and no digest, or `latest`. */
export function isUnpinned(image: string): boolean {
	if (image === 'scratch' || image.includes('@') || image.includes('$')) return false;
	const tag = image.slice(image.lastIndexOf('/') + 1).split(':')[1];
	return tag === undefined || tag === 'latest';
}
