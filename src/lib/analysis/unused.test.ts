import { expect, test } from 'vitest';
import { projectOf } from './analysis.fixtures';

const helper =
	'export function pageOf(query) {\n\treturn query.offset(3);\n}\nexport const MOST = 3;\n';

const offsets = async (contents: Record<string, string>) =>
	(await projectOf(contents)).calls(/\.offset$/).length;

test('[Q2] what nobody calls does nothing, though others import from beside it', async () => {
	const user = "import { MOST } from './pages';\nlist(MOST);\n";
	expect(await offsets({ 'src/pages.ts': helper, 'src/a.ts': user })).toBe(0);
	const python = 'def page_of(query):\n    return query.offset(3)\n\nMOST = 3\n';
	const importer = 'from pages import MOST\n\nprint(MOST)\n';
	expect(await offsets({ 'pages.py': python, 'a.py': importer })).toBe(0);
});

test.each([
	['calls it', "import { pageOf } from './pages';\npageOf(all);\n"],
	['hands it on', "import { MOST } from './pages';\nexport { pageOf as paged } from './pages';\n"],
	['hands all on', "export * from './pages';\n"],
	['names it in a text', "import { MOST } from './pages';\ncall('pageOf', MOST);\n"],
	['imports all', "import * as pages from './pages';\npages.run(1);\n"]
])('[Q2] a function counts where another file %s', async (_, user) => {
	expect(await offsets({ 'src/pages.ts': helper, 'src/a.ts': user })).toBe(1);
});

test('[Q2] a class that stands in no other file, and that no container finds, does nothing', async () => {
	const gate = 'class RevokingGate {\n\tvoid Invoke() {\n\t\tq.offset(3);\n\t}\n}\n';
	expect(await offsets({ 'Gate.cs': gate })).toBe(0);
	for (const [path, text] of [
		['Program.cs', 'app.UseMiddleware<RevokingGate>();\n'],
		['Web.config', '<add type="Acme.RevokingGate" />\n']
	] as const)
		expect(await offsets({ 'Gate.cs': gate, [path]: text })).toBe(1);
	expect(await offsets({ 'Gate.cs': gate.replace('Gate {', 'Gate : Filter {') })).toBe(1);
	expect(await offsets({ 'Gate.cs': gate.replace('class', 'static class') })).toBe(1);
	expect(await offsets({ 'Gate.java': `@Component\n${gate}` })).toBe(1);
});

test('[Q2] a file that nobody imports from is called by something else', async () => {
	expect(await offsets({ 'src/pages.ts': helper })).toBe(1);
	const task = '@task\ndef page_of(query):\n    return query.offset(3)\n\nMOST = 3\n';
	const importer = 'from pages import MOST\n\nprint(MOST)\n';
	expect(await offsets({ 'pages.py': task, 'a.py': importer })).toBe(1);
});
