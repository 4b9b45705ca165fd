import type { Language } from '../../facts';

/** How something is recognised in a file of tests. */
export interface Marks {
	/** Where other languages have calls of these names, too. */
	languages?: readonly Language[];
	calls?: RegExp;
	annotations?: RegExp;
	bases?: RegExp;
	imports?: RegExp;
	/** Arguments of calls, as written. */
	args?: RegExp;
}

/** Name, what a file of it has, what one case is. */
export const testFrameworks: readonly [string, Marks, Marks][] = [
	['Vitest', { imports: /^vitest$/ }, { calls: /^(it|test)(\.each(\(\))?|\.only|\.concurrent)?$/ }],
	['Playwright', { imports: /^@playwright\/test$/ }, { calls: /^test$/ }],
	['node:test', { imports: /^node:test$/ }, { calls: /^(it|test)$/ }],
	['pytest', { imports: /^pytest$/ }, {}],
	['unittest', { bases: /(^|\.)(Isolated\w*|Simple|Transaction\w*|LiveServer)?TestCase$/ }, {}],
	[
		'JUnit 5',
		{ imports: /^org\.junit\.jupiter(\.|$)/ },
		{ annotations: /^(Test|ParameterizedTest|RepeatedTest)$/ }
	],
	['JUnit 4', { imports: /^org\.junit\.(Test|Before|Assert)/ }, { annotations: /^Test$/ }],
	["Go's testing package", { imports: /^testing$/ }, {}],
	[
		'xUnit',
		{ imports: /^Xunit$/i, annotations: /^(Fact|Theory)$/ },
		{ annotations: /^(Fact|Theory)$/ }
	],
	[
		'NUnit',
		{ imports: /^NUnit\.Framework$/, annotations: /^TestFixture$/ },
		{ annotations: /^(Test|TestCase)$/ }
	],
	[
		'RSpec',
		{ calls: /^(RSpec\.)?describe$/, imports: /^(spec|rails)_helper$/ },
		{ calls: /^(it|specify)$/ }
	],
	[
		'Minitest',
		{ bases: /^(ActiveSupport|Minitest|ActionDispatch|ActionController)(::|\.)/ },
		{ calls: /^test$/ }
	],
	['PHPUnit', { imports: /^PHPUnit\\Framework/, bases: /^TestCase$/ }, {}],
	['Pest', { calls: /^(it|test|uses)$/ }, { calls: /^(it|test)$/ }]
];

/** Style, what a file of it imports, what a double is. */
export const doubleLibraries: readonly [string, RegExp, Marks][] = [
	['modules replaced by jest.mock', /./, { calls: /^jest\.(mock|doMock|unstable_mockModule)$/ }],
	['modules replaced by vi.mock', /./, { calls: /^vi\.(mock|doMock)$/ }],
	['functions replaced by Jest', /./, { calls: /^jest\.(fn|spyOn)$/ }],
	['functions replaced by Vitest', /./, { calls: /^vi\.(fn|spyOn)$/ }],
	[
		'Sinon',
		/^sinon$/,
		{ calls: /^(sinon|sandbox)\.(stub|spy|mock|fake|createStubInstance|useFakeTimers)$/ }
	],
	[
		'unittest.mock',
		/^unittest(\.mock)?$|^mock$/,
		{
			annotations: /(^|\.)patch(\.object|\.dict)?$/,
			calls: /(^|\.)(patch|patch\.object|MagicMock|Mock|AsyncMock|create_autospec)$/
		}
	],
	[
		'pytest’s monkeypatch',
		/./,
		{
			languages: ['python'],
			calls: /^(monkeypatch|mocker)\.(setattr|setenv|patch|spy|patch\.object)$/
		}
	],
	[
		'Mockito',
		/mockito|MockBean/,
		{
			annotations: /^(Mock|MockBean|MockitoBean|Spy|SpyBean|InjectMocks)$/,
			calls: /^(Mockito\.)?(mock|when|verify|spy|doReturn|doThrow)$/
		}
	],
	['MockK', /^io\.mockk/, { calls: /^(mockk|every|coEvery|verify|coVerify|spyk)$/ }],
	['gomock', /gomock/, { calls: /^gomock\.\w+$|\.EXPECT$/ }],
	['testify’s mock', /testify\/mock$/, { calls: /\.(On|AssertExpectations|AssertCalled)$/ }],
	['Moq', /^Moq$/, { calls: /^new Mock$|^Mock\.Of$|\.(Setup|Verify)$/ }],
	['NSubstitute', /^NSubstitute$/, { calls: /^Substitute\.For$|\.(Returns|Received)$/ }],
	[
		'RSpec’s doubles',
		/./,
		{
			languages: ['ruby'],
			calls: /^(double|instance_double|class_double|allow|allow_any_instance_of)$/
		}
	],
	[
		'PHPUnit’s mocks',
		/./,
		{ languages: ['php'], calls: /^this\.(createMock|createStub|getMockBuilder|prophesize)$/ }
	],
	['Mockery', /^Mockery/, { calls: /^Mockery\.(mock|spy)$|^this\.(mock|partialMock|spy)$/ }],
	['mockall', /^mockall/, { annotations: /^(automock|mockall\.automock)$/, calls: /^mock!$/ }]
];

/** What tests go through, and how that is recognised. */
export const realParts: readonly [string, Marks][] = [
	[
		'containers of Testcontainers',
		{
			imports:
				/^(testcontainers|@testcontainers\/|org\.testcontainers|Testcontainers|DotNet\.Testcontainers)|testcontainers-go/
		}
	],
	['requests through supertest', { imports: /^supertest$/ }],
	[
		'a Spring context',
		{
			annotations:
				/^(SpringBootTest|DataJpaTest|WebMvcTest|MybatisTest|JdbcTest|AutoConfigureMockMvc)$/
		}
	],
	[
		"ASP.NET's WebApplicationFactory",
		{ calls: /WebApplicationFactory/, bases: /WebApplicationFactory/ }
	],
	[
		"Django's test client or database",
		{ annotations: /^pytest\.mark\.django_db$/, imports: /^(django\.test|rest_framework\.test)$/ }
	],
	["FastAPI's or Flask's test client", { calls: /^TestClient$|\.test_client$/ }],
	["Go's httptest", { calls: /^httptest\.New(Recorder|Server|TLSServer)$/ }],
	[
		"Laravel's database and HTTP tests",
		{
			imports:
				/^Illuminate\\Foundation\\Testing\\(RefreshDatabase|DatabaseMigrations|DatabaseTransactions)$/
		}
	],
	[
		"Rails' request and controller tests",
		{
			languages: ['ruby'],
			bases: /^Action(Dispatch(::|\.)\w*Test(Case)?|Controller(::|\.)TestCase)$/,
			args: /^:?type(:|\s*=>)\s*:(request|controller)$/
		}
	],
	['an SQLite database in memory', { args: /:memory:|^["']sqlite:\/\/["']$|DataSource=:memory:/ }],
	["Entity Framework's database in memory", { calls: /\.UseInMemoryDatabase$/ }],
	[
		'a browser of Playwright or Cypress',
		{ imports: /^(@playwright\/test|playwright)$/, calls: /^cy\.visit$/ }
	],
	[
		'a browser of Selenium',
		{ imports: /^(selenium|org\.openqa\.selenium|OpenQA\.Selenium)(\.|$)|^selenium-webdriver/ }
	],
	[
		'recorded or intercepted HTTP',
		{
			imports:
				/^(nock|msw|msw\/node|responses|vcr|wiremock|webmock\/rspec|httpretty|respx)$|WireMock/
		}
	]
];
