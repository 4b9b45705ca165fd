import type { OpenApiOperation } from './openapi';

const error = (name: string) => ({ $ref: `#/components/responses/${name}` });

/** What stands outside /api, for those who run the server. */
export const openPaths: Record<string, { get: OpenApiOperation }> = {
	'/healthz': {
		get: {
			operationId: 'getHealthz',
			summary: 'The process is alive.',
			tags: ['operations'],
			security: [],
			responses: {
				'200': {
					description: 'It is.',
					content: {
						'application/json': {
							schema: {
								type: 'object',
								properties: { status: { const: 'ok' } },
								required: ['status']
							}
						}
					}
				}
			}
		}
	},
	'/readyz': {
		get: {
			operationId: 'getReadyz',
			summary: 'The server can keep what it promises; if not, `troubles` says what is not well.',
			tags: ['operations'],
			security: [],
			responses: { '200': readiness('It can.'), '503': readiness('It cannot.') }
		}
	},
	'/metrics': {
		get: {
			operationId: 'getMetrics',
			summary: 'Counts and times, for Prometheus; open to all where METRICS is `open`.',
			tags: ['operations'],
			responses: {
				'200': {
					description: 'The metrics, in Prometheus’ text format.',
					content: { 'text/plain': { schema: { type: 'string' } } }
				},
				'401': error('Unauthorized'),
				'403': error('Forbidden')
			},
			'x-permission': 'admin'
		}
	}
};

function readiness(description: string) {
	return {
		description,
		content: {
			'application/json': {
				schema: {
					type: 'object',
					properties: {
						status: { enum: ['ok', 'degraded', 'failed'] },
						troubles: { type: 'object', additionalProperties: { type: 'string' } }
					},
					required: ['status', 'troubles']
				}
			}
		}
	};
}
