/** The box that is printed once the product serves: addresses, and on the first start the administrator's password. */
export function banner(options: {
  baseUrl: string;
  database: string;
  administrator: { email: string; password: string } | null;
}): string {
  const { baseUrl, administrator } = options;
  const lines = [
    'Kvartal is ready',
    '',
    `API       ${baseUrl}/api/v1`,
    `Docs      ${baseUrl}/docs`,
    `OpenAPI   ${baseUrl}/api/openapi.json`,
    `Health    ${baseUrl}/health/ready`,
    `Metrics   ${baseUrl}/metrics`,
    `Sockets   ${baseUrl}/chats  ${baseUrl}/events  (socket.io)`,
    `Database  ${options.database}`,
  ];
  if (administrator) {
    lines.push(
      '',
      `Administrator  ${administrator.email}`,
      `Password       ${administrator.password}`,
      'This password is shown once. Keep it, or change it after signing in.',
    );
  }
  const width = Math.max(...lines.map((line) => line.length));
  const edge = '─'.repeat(width + 4);
  return [`┌${edge}┐`, ...lines.map((line) => `│  ${line.padEnd(width)}  │`), `└${edge}┘`].join('\n');
}
