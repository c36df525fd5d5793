/** A user of the API as the demo plays one: base address, token, and an error that says what was asked and what came. */
export class ApiClient {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string | null = null,
  ) {}

  withToken(token: string): ApiClient {
    return new ApiClient(this.baseUrl, token);
  }

  get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path, 200);
  }

  post<T>(path: string, body: object, expected: number, headers: Record<string, string> = {}): Promise<T> {
    return this.send<T>('POST', path, expected, JSON.stringify(body), {
      'content-type': 'application/json',
      ...headers,
    });
  }

  upload<T>(path: string, form: FormData): Promise<T> {
    return this.send<T>('POST', path, 201, form);
  }

  put(path: string): Promise<void> {
    return this.send<void>('PUT', path, 204);
  }

  patch<T>(path: string, body: object): Promise<T> {
    return this.send<T>('PATCH', path, 200, JSON.stringify(body), { 'content-type': 'application/json' });
  }

  async download(path: string): Promise<{ bytes: Buffer; contentType: string }> {
    const response = await fetch(new URL(path, this.baseUrl));
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return {
      bytes: Buffer.from(await response.arrayBuffer()),
      contentType: response.headers.get('content-type') ?? '',
    };
  }

  /** Sends a request without a token and gives the status and problem code that came. */
  async refusalOf(path: string): Promise<{ status: number; code: string }> {
    const response = await fetch(new URL(path, this.baseUrl));
    const { code } = (await response.json()) as { code: string };
    return { status: response.status, code };
  }

  private async send<T>(
    method: string,
    path: string,
    expected: number,
    body?: string | FormData,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const response = await fetch(new URL(path, this.baseUrl), {
      method,
      headers: { ...headers, ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }) },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (response.status !== expected) {
      throw new Error(`${method} ${path}: expected ${expected}, got ${response.status} ${text}`);
    }
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
