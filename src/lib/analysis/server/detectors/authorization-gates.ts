import { JVM, SCRIPTS, type Mark } from './marks';

/** What decides who may do what. */
export interface Gate extends Mark {
	by: 'policies' | 'roles' | 'guards';
}

export const gates: readonly Gate[] = [
	{
		by: 'policies',
		name: 'CASL',
		in: SCRIPTS,
		imports: /^@casl\//,
		calls: /^(defineAbility|new AbilityBuilder|createMongoAbility)$|(^|\.)ability\.can(not)?$/
	},
	{
		by: 'policies',
		name: 'Casbin',
		in: ['javascript', 'typescript', 'go', 'python', 'java', 'rust'],
		imports: /casbin/,
		calls: /[eE]nforcer?\w*(\.|$)|\.Enforce$/
	},
	{
		by: 'policies',
		name: 'Oso',
		in: [...SCRIPTS, 'python', 'ruby', 'go'],
		imports: /^oso(-cloud)?$/,
		calls: /oso\.\w+$/i
	},
	{
		by: 'policies',
		name: 'Pundit',
		in: ['ruby'],
		calls: /^(authorize|policy_scope)$/,
		bases: /ApplicationPolicy/,
		dependency: /^pundit$/,
		needs: /^pundit$/
	},
	{
		by: 'policies',
		name: 'CanCanCan',
		in: ['ruby'],
		calls: /^(load_and_authorize_resource|authorize!|authorize_resource)$/,
		dependency: /^cancancan$/,
		needs: /^cancancan$/
	},
	{
		by: 'policies',
		name: "Laravel's gates and policies",
		in: ['php'],
		calls: /^Gate\.(define|allows|denies|authorize|policy)$|^this\.(authorize|authorizeResource)$/,
		needs: /^(laravel|illuminate)\//
	},
	{
		by: 'policies',
		name: "ASP.NET Core's policies",
		in: ['csharp'],
		calls:
			/AddAuthorization\w*(\(\))?\.AddPolicy$|\.(RequireAssertion|RequireClaim|AddRequirements)$/,
		bases: /^AuthorizationHandler/
	},
	{
		by: 'policies',
		name: "Symfony's voters",
		in: ['php'],
		imports: /^Symfony\\Component\\Security/,
		bases: /^Voter$/
	},
	{ by: 'policies', name: 'django-guardian', in: ['python'], imports: /^guardian(\.|$)/ },
	{
		by: 'policies',
		name: "DRF's own permissions",
		in: ['python'],
		imports: /^rest_framework/,
		bases: /^(permissions\.)?(BasePermission|IsAuthenticated\w*)$/
	},

	{
		by: 'roles',
		name: 'Spring method security',
		in: JVM,
		annotations: /^(PreAuthorize|PostAuthorize|Secured|RolesAllowed)$/
	},
	{
		by: 'roles',
		name: 'Spring Security requests',
		in: JVM,
		imports: /^org\.springframework\.security/,
		calls: /\.(hasRole|hasAnyRole|hasAuthority|hasAnyAuthority)$/
	},
	{
		by: 'roles',
		name: "NestJS's roles",
		in: SCRIPTS,
		imports: /^@nestjs\/|roles/,
		annotations: /^(Roles|RequireRoles|HasRoles|RequirePermissions?|Permissions)$/
	},
	{
		by: 'roles',
		name: "Django's permissions",
		in: ['python'],
		imports: /^django/,
		annotations: /^(permission_required|user_passes_test|staff_member_required)$/,
		bases: /^(PermissionRequiredMixin|UserPassesTestMixin)$/
	},
	{
		by: 'roles',
		name: 'Flask roles',
		in: ['python'],
		imports: /^flask/,
		annotations: /^(roles_required|roles_accepted|admin_required|role_required)$/
	},
	{ by: 'roles', name: 'spatie/laravel-permission', in: ['php'], imports: /^Spatie\\Permission/ },
	{ by: 'roles', name: 'Rolify', in: ['ruby'], calls: /^rolify$/ },

	{
		by: 'guards',
		name: "NestJS's guards",
		in: SCRIPTS,
		imports: /^@nestjs\/common$/,
		annotations: /^UseGuards$/,
		bases: /^CanActivate$/
	},
	{
		by: 'guards',
		name: 'Passport',
		in: SCRIPTS,
		imports: /^passport$/,
		calls: /^passport\.authenticate$/
	},
	{
		by: 'guards',
		name: "ASP.NET Core's [Authorize]",
		in: ['csharp'],
		annotations: /^(Authorize|AllowAnonymous)$/
	},
	{
		by: 'guards',
		name: 'RequireAuthorization on routes or groups of them',
		in: ['csharp'],
		calls: /\.RequireAuthorization$/
	},
	{
		by: 'guards',
		name: "Symfony's IsGranted",
		in: ['php'],
		imports: /^(Symfony|Sensio)\\/,
		annotations: /^IsGranted$/,
		calls: /^this\.denyAccessUnlessGranted$/
	},
	{
		by: 'guards',
		name: "Django's login_required",
		in: ['python'],
		imports: /^django\.contrib\.auth/,
		annotations: /^login_required$/,
		bases: /^LoginRequiredMixin$/
	},
	{
		by: 'guards',
		name: 'Flask-Login',
		in: ['python'],
		imports: /^(flask_login|flask_security)/,
		annotations: /^(login_required|fresh_login_required|auth_required)$/
	},
	{
		by: 'guards',
		name: 'Flask-JWT-Extended',
		in: ['python'],
		imports: /^flask_jwt_extended/,
		annotations: /^jwt_(required|optional)$/
	},
	{
		by: 'guards',
		name: 'Flask-HTTPAuth',
		in: ['python'],
		annotations: /^\w*auth\.login_required$/
	},
	{
		by: 'guards',
		name: 'Spring Security requests',
		in: JVM,
		imports: /^org\.springframework\.security/,
		calls: /(^|\.)(authorizeRequests|authorizeHttpRequests|authorizeExchange)$/
	}
];
