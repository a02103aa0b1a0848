/** 6,000 requests to a server in the same process, ten at a time. Prints how long that took, in ms. */
import { Agent, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((_request, response) => response.end('hello'));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const agent = new Agent({ keepAlive: true, maxSockets: 10 });

const request = (): Promise<void> =>
  new Promise((resolve, reject) => {
    get({ port, agent, host: '127.0.0.1' }, (response) => response.resume().on('end', resolve)).on(
      'error',
      reject,
    );
  });

async function requests(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await request();
}

const start = performance.now();
await Promise.all(Array.from({ length: 10 }, () => requests(600)));
console.log(performance.now() - start);
agent.destroy();
server.close();
