const MICROSOFT = '@vscode/tree-sitter-wasm/wasm/tree-sitter-';

/** Where each compiled grammar stands in its package; the build, which reads no types, copies them by these. */
export const grammarFiles = {
	javascript: `${MICROSOFT}javascript.wasm`,
	typescript: `${MICROSOFT}typescript.wasm`,
	tsx: `${MICROSOFT}tsx.wasm`,
	python: `${MICROSOFT}python.wasm`,
	java: `${MICROSOFT}java.wasm`,
	go: `${MICROSOFT}go.wasm`,
	rust: `${MICROSOFT}rust.wasm`,
	csharp: `${MICROSOFT}c-sharp.wasm`,
	ruby: `${MICROSOFT}ruby.wasm`,
	php: `${MICROSOFT}php.wasm`,
	cpp: `${MICROSOFT}cpp.wasm`,
	c: '@repomix/tree-sitter-wasms/out/tree-sitter-c.wasm',
	kotlin: '@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm'
};
