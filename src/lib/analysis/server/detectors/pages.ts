import type { FileFacts } from '../../facts';

/** What only a page uses: frameworks that draw, editors, stores of a page. */
const DRAWS =
	/^(react|react-dom|preact|vue|vue-router|pinia|svelte|solid-js|@angular\/\w+|react-router|react-native|mobx|mobx-react|redux|zustand|styled-components|@mui|@chakra-ui|@tiptap|codemirror|@codemirror|monaco-editor|prosemirror-\w+|y-prosemirror|@hocuspocus\/provider|jquery|@jsonforms|react-\w+)(\/|$)/;

const FOLDERS =
	/(^|\/)(client|frontend|front|ui|web|webapp|[\w-]+-webapp|spa|browser|components|composables|hooks|views|resources\/(js|ts|assets)|assets|public|static|wwwroot)\//;

/** What may serve although it stands in a folder that is called so. */
const SERVES = /(^|\/)(server|api|backend|routes)\/|\.server\.\w+$|\+server\.\w+$/;

/** Whether a script runs at the visitor’s: by its ending, its folder, or what it imports. */
export const isOfPage = ({ path, language, imports }: FileFacts): boolean =>
	/^(javascript|typescript|svelte|vue)$/.test(language) &&
	!SERVES.test(path) &&
	(/\.(vue|svelte|jsx|tsx)$/.test(path) ||
		FOLDERS.test(path) ||
		imports.some(({ specifier }) => DRAWS.test(specifier)));
