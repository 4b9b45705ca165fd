import { readFileSync } from 'node:fs';
import { parseEnv as readEnvFile } from 'node:util';
import { expect, test } from 'vitest';
import { parseEnv } from './env';

const example = readFileSync('.env.example', 'utf8');
const uncommented = readEnvFile(example.replace(/^# (?=[A-Z_]+=)/gm, ''));

test('.env.example names every variable, with its default', () => {
	expect(parseEnv(uncommented)).toEqual(parseEnv({}));
	const names = Object.keys({ ...parseEnv({}), ORIGIN: '', AUTH_SECRET: '' });
	expect(Object.keys(uncommented)).toEqual(expect.arrayContaining(names));
});

test('.env.example changes nothing until a line is uncommented', () => {
	expect(readEnvFile(example)).toEqual({});
});
