// The public HTTP API and its server-sent events, with the moment at which each frame arrived. Plain Node, so that the client costs little.
import http from 'node:http';

/** @param url of the platform. @param token of whoever asks. */
export const apiOf = ({ url, token }) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

  /** The bytes of a good answer. Rejects with the whole of any other. */
  const ask = (method, path, body) =>
    new Promise((resolve, reject) => {
      const request = http.request(url + path, { method, agent, headers }, response => {
        const parts = [];
        response.on('data', part => parts.push(part)).on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(parts);
          if (response.statusCode < 300) resolve(bytes);
          else reject(new Error(`${path}: ${response.statusCode} ${bytes}`));
        });
      });
      request.on('error', reject).end(body && JSON.stringify(body));
    });

  /** Frames with the moment they arrived; `over` resolves when the stream ends. */
  const listen = (path, take) =>
    new Promise((resolve, reject) => {
      const options = { agent: false, headers: { ...headers, accept: 'text/event-stream' } };
      const request = http.get(url + path, options, response => {
        if (response.statusCode !== 200) return reject(new Error(`${path}: ${response.statusCode}`));
        let rest = '';
        const over = new Promise(closed => response.once('close', closed));
        // Whoever lets go of a stream hears of it as an error.
        response.on('error', () => undefined).setEncoding('utf8');
        response.on('data', text => {
          const at = performance.now();
          const frames = (rest + text).split('\n\n');
          rest = frames.pop();
          for (const frame of frames) {
            const said = frame.split('\n').filter(line => line.startsWith('data:'));
            if (said.length > 0) take(JSON.parse(said.map(line => line.slice(5)).join('\n')), at);
          }
        });
        resolve({ over, close: () => request.destroy() });
      });
      request.on('error', reject);
    });

  return { ask, listen, json: async (...question) => JSON.parse(await ask(...question)) };
};
