import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach } from 'vitest'

/** An answer that differs from that of MLflow. */
export interface OddAnswer {
  readonly status?: number
  readonly headers?: { readonly [name: string]: string }
  readonly body?: string
  /** Milliseconds before the answer. */
  readonly after?: number
}

/** A request that the server has received. */
export interface Received {
  readonly path: string
  readonly authorization: string | undefined
  readonly body: { readonly [name: string]: unknown }
}

const servers: Server[] = []

/** Closes the servers after each test of a file. */
export function closeServersAfterEach(): void {
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  })
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: string[] = []
  for await (const part of request) parts.push(String(part))
  return parts.join('')
}

/** A server that answers as MLflow does, unless `odd` answers. The runs are called abc. */
export async function mlflowServerOf(
  odd: (path: string, count: number, body: Received['body']) => OddAnswer | undefined = () => undefined,
) {
  const received: Received[] = []
  const answers: { readonly [path: string]: string } = {
    'experiments/get-by-name': '{"experiment":{"experiment_id":"7","lifecycle_stage":"active"}}',
    'runs/search': '{}',
    'runs/create': '{"run":{"info":{"run_id":"abc"}}}',
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const text = await textOf(request)
    const path = (request.url ?? '').replace('/base/api/2.0/mlflow/', '').replace(/\?.*/, '')
    const { authorization } = request.headers
    const json = (text === '' ? {} : JSON.parse(text)) as Received['body']
    received.push({ path, authorization, body: json })
    const given = odd(path, received.length, json) ?? {}
    const { status = 200, headers = {}, body = answers[path] ?? '{}', after = 0 } = given
    setTimeout(() => response.writeHead(status, headers).end(body), after)
  }
  const server = createServer((request, response) => void answer(request, response))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { uri: `http://127.0.0.1:${port}/base/`, received }
}
