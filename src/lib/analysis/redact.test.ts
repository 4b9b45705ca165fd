import { expect, test } from 'vitest';
import { redactedCode } from './redact';

test.each([
	["const jwtSecret = 'abc123def'", "const jwtSecret = '…'"],
	['password: "hunter2"', 'password: "…"'],
	["'password' => 'required|min:8',", "'password' => 'required|min:8',"],
	["message: 'wrong password'", "message: 'wrong password'"],
	["process.env.JWT_SECRET || 'superSecret'", "process.env.JWT_SECRET || '…'"],
	["os.environ.get('SECRET_KEY', 'abc')", "os.environ.get('SECRET_KEY', '…')"],
	['postgres://me:pw@db/x', 'postgres://me:…@db/x'],
	['"jsonwebtoken": "^9.0.0"', '"jsonwebtoken": "^9.0.0"'],
	['"deploy": "deploy --token abc123def"', '"deploy": "deploy --token …"'],
	['deploy --token $TOKEN', 'deploy --token $TOKEN'],
	['const token = jwt.sign(payload)', 'const token = jwt.sign(payload)']
])('[R4] %s is shown as %s', (code, shown) => {
	expect(redactedCode(code)).toBe(shown);
});

test('[R4] what a detector knows to be secret is taken out wherever it stands', () => {
	expect(redactedCode("sign(payload, 'kitten')", ['kitten'])).toBe("sign(payload, '…')");
});

test('[R4] a private key keeps its lines and nothing else', () => {
	const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIabc\nxyz=\n-----END RSA PRIVATE KEY-----';
	expect(redactedCode(key)).toBe(
		'-----BEGIN RSA PRIVATE KEY-----\n…\n…\n-----END RSA PRIVATE KEY-----'
	);
});
