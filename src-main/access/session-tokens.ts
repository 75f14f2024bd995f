import { randomBytes } from 'node:crypto';
import type * as Jose from 'jose';

const ALGORITHM = 'HS256';
const ISSUER = 'nexus-edge';
/** Loaded when the first one signs in. */
const jose = (): Promise<typeof Jose> => import('jose');

/**
 * Access tokens: JWTs that name a session for a quarter of an hour. Their key is made anew at each start and stands on
 * no disk, as the sessions that they name live no longer than that either.
 */
export class SessionTokens {
  readonly #key = randomBytes(32);

  /** @param validS seconds from now. */
  async issue(session: string, subject: string, validS: number): Promise<string> {
    const { SignJWT } = await jose();
    return await new SignJWT({ sid: session })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(ISSUER)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(`${Math.max(1, Math.floor(validS))}s`)
      .sign(this.#key);
  }

  /** The session that a token names; undefined for one that is not ours, was changed or is too old. */
  async sessionOf(token: string): Promise<string | undefined> {
    try {
      const { jwtVerify } = await jose();
      const { payload } = await jwtVerify(token, this.#key, {
        ...{ algorithms: [ALGORITHM], issuer: ISSUER, audience: ISSUER, requiredClaims: ['exp', 'sid', 'sub'] },
      });
      return typeof payload['sid'] === 'string' ? payload['sid'] : undefined;
    } catch {
      return undefined;
    }
  }
}
