import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { distinct, finding, listed, type Detector } from './detector';
import { JVM, SCRIPTS, sureness, usesOf, type Mark } from './marks';
import { changes, routesOf } from './routes';

const NAME = 'api-style';

interface Style extends Mark {
	style: 'graphql' | 'rpc';
}

const styles: readonly Style[] = [
	{
		style: 'graphql',
		name: 'Apollo Server',
		in: SCRIPTS,
		imports: /^(@apollo\/server|apollo-server)/,
		calls: /^new ApolloServer$/
	},
	{
		style: 'graphql',
		name: 'GraphQL.js',
		in: SCRIPTS,
		imports: /^(graphql|graphql-yoga|express-graphql|mercurius)$/,
		calls: /^(new GraphQLSchema|buildSchema|createYoga|graphqlHTTP|createSchema)$/
	},
	{
		style: 'graphql',
		name: "NestJS's GraphQL",
		in: SCRIPTS,
		imports: /^(@nestjs\/graphql|type-graphql)$/,
		annotations: /^(Resolver|Query|Mutation|Subscription|ResolveField)$/
	},
	{
		style: 'graphql',
		name: 'Pothos',
		in: SCRIPTS,
		imports: /^@pothos\//,
		calls: /^new SchemaBuilder$/
	},
	{
		style: 'graphql',
		name: 'Graphene',
		in: ['python'],
		imports: /^graphene/,
		bases: /^(graphene\.|Django)?(ObjectType|DjangoObjectType|Mutation)$|^graphene\.Mutation$/,
		calls: /^(graphene\.)?Schema$/
	},
	{
		style: 'graphql',
		name: 'Strawberry',
		in: ['python'],
		imports: /^strawberry/,
		annotations: /^strawberry\.(type|mutation|field)$/
	},
	{ style: 'graphql', name: 'Ariadne', in: ['python'], imports: /^ariadne/ },
	{
		style: 'graphql',
		name: 'Spring for GraphQL',
		in: JVM,
		annotations: /^(QueryMapping|MutationMapping|SchemaMapping|SubscriptionMapping)$/
	},
	{
		style: 'graphql',
		name: 'Netflix DGS',
		in: JVM,
		annotations: /^(DgsComponent|DgsQuery|DgsMutation|DgsData)$/
	},
	{
		style: 'graphql',
		name: 'gqlgen',
		in: ['go'],
		imports: /99designs\/gqlgen/,
		calls: /^handler\.New/
	},
	{
		style: 'graphql',
		name: 'graphql-go',
		in: ['go'],
		imports: /(graphql-go\/graphql|graph-gophers\/graphql-go)$/
	},
	{
		style: 'graphql',
		name: 'Hot Chocolate',
		in: ['csharp'],
		calls: /\.(AddGraphQLServer|MapGraphQL)$/
	},
	{
		style: 'graphql',
		name: 'graphql-ruby',
		in: ['ruby'],
		bases: /^GraphQL::(Schema|Schema::\w+)$|^Types::Base/
	},
	{
		style: 'graphql',
		name: 'Lighthouse',
		in: ['php'],
		dependency: /^nuwave\/lighthouse$/,
		imports: /^Nuwave\\Lighthouse/
	},
	{ style: 'graphql', name: 'async-graphql', in: ['rust'], imports: /^(async_graphql|juniper)/ },

	{
		style: 'rpc',
		name: 'tRPC',
		in: SCRIPTS,
		imports: /^@trpc\/server/,
		calls: /^initTRPC(\.|$)|rocedure(\.\w+\(\))*\.(query|mutation|subscription)$/
	},
	{
		style: 'rpc',
		name: 'gRPC',
		in: SCRIPTS,
		imports: /^@grpc\/(grpc-js|proto-loader)$|^@nestjs\/microservices$/,
		calls: /^new (grpc\.)?Server$|loadSync$|addService$/,
		annotations: /^Grpc(Stream)?(Method|Call)$/
	},
	{
		style: 'rpc',
		name: 'gRPC',
		in: ['python'],
		imports: /^grpc/,
		calls: /^grpc\.(aio\.)?(server|insecure_channel|secure_channel)$/
	},
	{
		style: 'rpc',
		name: 'gRPC',
		in: JVM,
		imports: /^io\.grpc/,
		calls: /ServerBuilder\.\w+$/,
		annotations: /^GrpcService$/,
		bases: /Grpc\.\w+ImplBase/
	},
	{
		style: 'rpc',
		name: 'gRPC',
		in: ['go'],
		imports: /^google\.golang\.org\/grpc$/,
		calls: /^grpc\.(NewServer|Dial|DialContext|NewClient)$/
	},
	{
		style: 'rpc',
		name: 'gRPC',
		in: ['csharp'],
		calls: /\.(MapGrpcService|AddGrpc|AddGrpcClient)$/
	},
	{ style: 'rpc', name: 'tonic', in: ['rust'], imports: /^tonic/, calls: /Server\.builder/ },
	{ style: 'rpc', name: 'gRPC', in: ['cpp'], calls: /RegisterService$/, imports: /^grpcpp/ },
	{ style: 'rpc', name: 'net/rpc', in: ['go'], imports: /^net\/rpc/, calls: /^rpc\.\w+$/ },
	{ style: 'rpc', name: 'Connect', in: SCRIPTS, imports: /^@connectrpc\// }
];

const said = {
	graphql: {
		title: (names: string) => `GraphQL is served by ${names}.`,
		detail:
			'Clients choose what they load, so one query may cost as much as many. Look at how deep a query may go, at N+1 look-ups behind resolvers, and at authorization by field.'
	},
	rpc: {
		title: (names: string) => `Procedures are called remotely: ${names}.`,
		detail:
			'Types travel with the calls; both sides move together. Look at how a call that changed stays answerable for older clients, at deadlines and at retries.'
	}
};

/** REST, GraphQL or procedures, with an inventory of the routes. */
export const apiStyle: Detector = {
	name: NAME,
	topics: ['api_style'],
	detect(project) {
		const uses = usesOf(project, styles).filter(({ manifestOnly }) => !manifestOnly);
		return [
			...rest(project),
			...(['graphql', 'rpc'] as const).flatMap((style) => {
				const own = uses.filter((use) => use.mark.style === style);
				if (own.length === 0) return [];
				const names = distinct(own.map(({ mark }) => mark.name));
				return [
					finding(project, {
						detector: NAME,
						subject: style,
						topic: 'api_style',
						kind: 'decision',
						title: said[style].title(listed(names)),
						detail: said[style].detail,
						confidence: Math.min(0.9, ...own.map(sureness)),
						at: own.flatMap(({ places }) => places),
						facts: { style, libraries: names, uses: own.reduce((sum, use) => sum + use.uses, 0) }
					})
				];
			})
		];
	}
};

function rest(project: Project): Finding[] {
	const all = routesOf(project);
	return distinct(all.map(({ framework }) => framework)).map((framework) => {
		const routes = all.filter((route) => route.framework === framework);
		const files = distinct(routes.map(({ file }) => file.path));
		return finding(project, {
			detector: NAME,
			subject: `routes-${framework.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
			topic: 'api_style',
			kind: 'fact',
			title: `${framework} serves HTTP routes that are declared in ${files[0]!}${files.length > 1 ? ' and other files' : ''}.`,
			detail:
				'What every one of them must do (who asks, what is valid, what fails how) is best found in one place.',
			confidence: 0.95,
			at: routes.map(({ place }) => place),
			facts: {
				framework,
				routes: routes.length,
				files,
				changing: routes.filter(changes).length,
				paths: distinct(routes.map(({ method, path }) => `${method} ${path}`)).slice(0, 60)
			}
		});
	});
}
