import type { Cluster } from './cluster';
import { joinMemory, MemoryHub } from './memory';
import { joinRedis, type RedisOptions } from './redis';

/**
 * Rule X1: through Redis where there is one, else as the only instance.
 * @throws ConfigurationError where that Redis belongs to another database (rule X5)
 */
export async function joinCluster({
	url,
	...options
}: Omit<RedisOptions, 'url'> & { url: string | undefined }): Promise<Cluster> {
	return url === undefined ? joinMemory(new MemoryHub()) : joinRedis({ url, ...options });
}
