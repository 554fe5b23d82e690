import { YardClient } from '@switchyard/client';

export const client = new YardClient({ url: location.origin, token: '' });
