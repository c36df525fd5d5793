/**
 * Who acts: the verified holder of an access token. First argument of every service method that acts for somebody.
 * `permissions` is what the roles add up to; nothing asks for a role by name (O9-O12).
 */
export interface Actor {
  readonly userId: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
  /** Sign-in session (device) the token belongs to. */
  readonly sessionId: string;
  /** When the access token ends, milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Verifies access tokens, for HTTP and sockets alike. Implemented by the auth lib. */
export abstract class ActorVerifier {
  /**
   * The actor behind `token`, at once when the token is known.
   * @throws UnauthorizedError unknown, expired, revoked or malformed token
   * @throws AppError `auth.account_locked` when the account is locked
   */
  abstract verify(token: string): Actor | Promise<Actor>;
}
