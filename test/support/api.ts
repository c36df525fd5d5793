import { randomUUID } from 'node:crypto';

/** An answer as it came. `body` is parsed JSON, or null when there was none. */
export interface Answer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

/** A registered person with their token. */
export interface TestUser {
  id: string;
  email: string;
  password: string;
  token: string;
  refreshToken: string;
}

/** Speaks to the product as any client does, right or wrong. */
export class Api {
  constructor(readonly baseUrl: string) {}

  async call<T = Record<string, unknown>>(
    method: string,
    path: string,
    options: { token?: string | undefined; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const { token, body, headers = {} } = options;
    const isForm = body instanceof FormData;
    const isRaw = typeof body === 'string' || isForm;
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson && text ? JSON.parse(text) : null) as T,
    };
  }

  get<T = Record<string, unknown>>(path: string, token?: string): Promise<Answer<T>> {
    return this.call<T>('GET', path, { token });
  }

  post<T = Record<string, unknown>>(
    path: string,
    body: unknown,
    token?: string,
    headers?: Record<string, string>,
  ) {
    return this.call<T>('POST', path, { token, body, ...(headers ? { headers } : {}) });
  }

  /** Registers somebody new. */
  async aUser(displayName = 'Vera'): Promise<TestUser> {
    const email = `${displayName.toLowerCase()}.${randomUUID()}@example.com`;
    const password = `a city of bridges ${randomUUID().slice(0, 8)}`;
    const { status, body } = await this.post<{
      user: { id: string };
      accessToken: string;
      refreshToken: string;
    }>('/api/v1/auth/register', { email, password, displayName });
    if (status !== 201) throw new Error(`register: ${status} ${JSON.stringify(body)}`);
    return { id: body.user.id, email, password, token: body.accessToken, refreshToken: body.refreshToken };
  }

  async signIn(email: string, password: string): Promise<string> {
    const { status, body } = await this.post<{ accessToken: string }>('/api/v1/auth/login', {
      email,
      password,
    });
    if (status !== 200) throw new Error(`login: ${status} ${JSON.stringify(body)}`);
    return body.accessToken;
  }

  async upload(token: string, bytes: Uint8Array, name: string, type: string, purpose: string) {
    const form = new FormData();
    form.append('purpose', purpose);
    form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
    return this.call<{ id: string; url: string; variants: Record<string, string> }>('POST', '/api/v1/files', {
      token,
      body: form,
    });
  }

  /** Asks again until the generation has ended. */
  async finishedGeneration(token: string, id: string): Promise<GenerationView> {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      const { body } = await this.get<GenerationView>(`/api/v1/generations/${id}`, token);
      if (['succeeded', 'failed', 'canceled'].includes(body.status)) return body;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`generation ${id} did not end`);
  }
}

/** A generation as the contract shows it. */
export interface GenerationView {
  id: string;
  status: string;
  images: { id: string; fileId: string; url: string; thumbUrl: string; width: number; height: number }[];
  credits: { reserved: number; captured: number; refunded: number };
  error?: { code: string; message: string };
}
