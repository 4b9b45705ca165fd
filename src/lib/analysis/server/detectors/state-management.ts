import type { Detector } from './detector';
import { libraryFindings } from './libraries';
import { SCRIPTS, type Mark } from './marks';

const NAME = 'state-management';

interface Store extends Mark {
	of: 'client' | 'server' | 'context';
}

const stores: readonly Store[] = [
	{
		of: 'client',
		name: 'Redux Toolkit',
		in: SCRIPTS,
		imports: /^@reduxjs\/toolkit/,
		calls: /^(createSlice|configureStore|createAsyncThunk|createReducer)$/,
		dependency: /^@reduxjs\/toolkit$/
	},
	{
		of: 'client',
		name: 'Redux',
		in: SCRIPTS,
		imports: /^(redux|react-redux)$/,
		calls: /^(createStore|combineReducers|legacy_createStore|connect|useSelector|useDispatch)$/,
		dependency: /^redux$/
	},
	{
		of: 'client',
		name: 'MobX',
		in: SCRIPTS,
		imports: /^mobx(-react(-lite)?)?$/,
		calls: /^(makeAutoObservable|makeObservable|observable|observer)$/,
		annotations: /^(observable|action|computed)$/,
		dependency: /^mobx$/
	},
	{
		of: 'client',
		name: 'Zustand',
		in: SCRIPTS,
		imports: /^zustand/,
		calls: /^(create|create\(\)|createStore|useStore)$/,
		dependency: /^zustand$/
	},
	{
		of: 'client',
		name: 'Jotai',
		in: SCRIPTS,
		imports: /^jotai/,
		calls: /^(atom|useAtom|useAtomValue|useSetAtom|atomWithStorage)$/,
		dependency: /^jotai$/
	},
	{
		of: 'client',
		name: 'Recoil',
		in: SCRIPTS,
		imports: /^recoil$/,
		calls: /^(atom|selector|useRecoil\w+)$/,
		dependency: /^recoil$/
	},
	{
		of: 'client',
		name: 'Valtio',
		in: SCRIPTS,
		imports: /^valtio/,
		calls: /^(proxy|useSnapshot)$/,
		dependency: /^valtio$/
	},
	{
		of: 'client',
		name: 'XState',
		in: SCRIPTS,
		imports: /^(xstate|@xstate\/)/,
		calls: /^(createMachine|setup|useMachine|interpret|createActor)$/,
		dependency: /^xstate$/
	},
	{
		of: 'client',
		name: 'Effector',
		in: SCRIPTS,
		imports: /^effector/,
		calls: /^create(Store|Event|Effect)$/,
		dependency: /^effector$/
	},
	{
		of: 'client',
		name: 'Pinia',
		in: SCRIPTS,
		imports: /^pinia$/,
		calls: /^(defineStore|createPinia|storeToRefs)$/,
		dependency: /^pinia$/
	},
	{
		of: 'client',
		name: 'Vuex',
		in: SCRIPTS,
		imports: /^vuex$/,
		calls: /^(createStore|new Vuex\.Store|useStore|mapState|mapGetters|mapActions)$/,
		dependency: /^vuex$/
	},
	{
		of: 'client',
		name: "Svelte's stores",
		in: SCRIPTS,
		imports: /^svelte\/store$/,
		calls: /^(writable|readable|derived)$/
	},
	{ of: 'client', name: "Svelte's runes", in: SCRIPTS, calls: /^\$(state|derived)(\.\w+)?$/ },
	{
		of: 'client',
		name: 'NgRx',
		in: SCRIPTS,
		imports: /^@ngrx\//,
		calls:
			/^(createReducer|createAction|createEffect|createSelector|signalStore|StoreModule\.\w+)$/,
		dependency: /^@ngrx\/store$/
	},
	{
		of: 'client',
		name: "Angular's signals",
		in: SCRIPTS,
		imports: /^@angular\/core$/,
		calls: /^(signal|computed|effect)$/
	},
	{
		of: 'client',
		name: "Solid's signals",
		in: SCRIPTS,
		imports: /^solid-js/,
		calls: /^(createSignal|createStore|createMemo)$/
	},
	{
		of: 'client',
		name: "Preact's signals",
		in: SCRIPTS,
		imports: /^@preact\/signals/,
		calls: /^(signal|computed|useSignal)$/
	},

	{
		of: 'server',
		name: 'TanStack Query',
		in: SCRIPTS,
		imports: /^(@tanstack\/\w+-query|react-query)/,
		calls:
			/^(use(Infinite|Suspense)?Query|useMutation|create(Query|Mutation)|new QueryClient|useQueryClient)$/,
		dependency: /^(@tanstack\/\w+-query|react-query)$/
	},
	{
		of: 'server',
		name: 'SWR',
		in: SCRIPTS,
		imports: /^swr/,
		calls: /^(useSWR\w*|mutate)$/,
		dependency: /^swr$/
	},
	{
		of: 'server',
		name: 'RTK Query',
		in: SCRIPTS,
		imports: /^@reduxjs\/toolkit\/query/,
		calls: /^createApi$/
	},
	{
		of: 'server',
		name: 'Apollo Client',
		in: SCRIPTS,
		imports: /^(@apollo\/client|apollo-client|@vue\/apollo)/,
		calls: /^(new ApolloClient|useQuery|useMutation|useLazyQuery|useSubscription)$/,
		dependency: /^@apollo\/client$/
	},
	{
		of: 'server',
		name: 'urql',
		in: SCRIPTS,
		imports: /^(urql|@urql\/)/,
		calls: /^(createClient|useQuery|useMutation)$/,
		dependency: /^(urql|@urql\/core)$/
	},

	{
		of: 'context',
		name: "React's context",
		in: SCRIPTS,
		imports: /^react$/,
		calls: /^(React\.)?createContext$/
	},
	{
		of: 'context',
		name: "React's reducers",
		in: SCRIPTS,
		imports: /^react$/,
		calls: /^(React\.)?useReducer$/
	},
	{
		of: 'context',
		name: "Svelte's context",
		in: SCRIPTS,
		imports: /^svelte$/,
		calls: /^setContext$/
	}
];

/** Where a front end keeps what it shows. */
export const stateManagement: Detector = {
	name: NAME,
	topics: ['state_management'],
	detect: (project) =>
		libraryFindings(project, NAME, stores, [
			{
				subject: 'client',
				topic: 'state_management',
				of: (mark) => mark.of === 'client',
				title: (names) => `The front end keeps its state with ${names}.`,
				detail:
					'One place to look for what is shown, and one way to change it. Look at what is kept there that could be computed, that belongs in the address, or that is the server’s.'
			},
			{
				subject: 'server',
				topic: 'state_management',
				of: (mark) => mark.of === 'server',
				title: (names) => `What comes from the server is cached in the front end by ${names}.`,
				detail:
					'Loading, errors, retries and repeated requests are the library’s; what is stale, and what a change makes stale, is still decided here.'
			},
			{
				subject: 'context',
				topic: 'state_management',
				of: (mark) => mark.of === 'context',
				title: (names) => `State is handed down the tree by ${names}.`,
				detail:
					'No library, and no passing through components between. Whatever reads a context is drawn again whenever its value changes.'
			}
		])
};
