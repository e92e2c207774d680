// People of an agency, their sessions, and the one-time links with which they sign in.
import type { Role } from '../domain/people/role.ts'
import type { Transaction } from './database.ts'

export interface Person {
  readonly agency: string
  readonly id: string
  /** '' when it was erased. */
  readonly name: string
  readonly roles: readonly Role[]
}

export interface NewPerson extends Person {
  readonly isLocal: boolean
  readonly createdAt: Date
}

export async function appendPerson(tx: Transaction, person: NewPerson): Promise<void> {
  await tx
    .insertInto('people')
    .values({
      agency_id: person.agency,
      id: person.id,
      roles: [...person.roles],
      is_local: person.isLocal,
      created_at: person.createdAt,
    })
    .execute()
  await tx
    .insertInto('person_details')
    .values({ agency_id: person.agency, person_id: person.id, name: person.name })
    .execute()
}

function selectPeople(tx: Transaction) {
  return tx
    .selectFrom('people')
    .leftJoin('person_details', (join) =>
      join
        .onRef('person_details.agency_id', '=', 'people.agency_id')
        .onRef('person_details.person_id', '=', 'people.id'),
    )
    .select(['people.agency_id as agency', 'people.id', 'people.roles', 'person_details.name'])
}

/** The officer as whom the command line works. */
export async function findLocalOfficer(tx: Transaction): Promise<Person | null> {
  const row = await selectPeople(tx).where('people.is_local', '=', true).executeTakeFirst()
  return row === undefined ? null : { ...row, name: row.name ?? '' }
}

/** Whether anybody of the agency was ever given a way in. */
export async function hasSignInLinks(tx: Transaction): Promise<boolean> {
  const link = await tx.selectFrom('sign_in_links').select('person_id').limit(1).executeTakeFirst()
  const session = await tx.selectFrom('sessions').select('person_id').limit(1).executeTakeFirst()
  return link !== undefined || session !== undefined
}

export interface Session {
  readonly agency: string
  readonly tokenSha256: string
  readonly personId: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

export async function appendSession(tx: Transaction, session: Session): Promise<void> {
  await tx
    .insertInto('sessions')
    .values({
      agency_id: session.agency,
      token_sha256: session.tokenSha256,
      person_id: session.personId,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
    })
    .execute()
}

/** Whose session it is, when it is neither over nor revoked. */
export async function findSessionPerson(
  tx: Transaction,
  session: { readonly tokenSha256: string; readonly at: Date },
): Promise<Person | null> {
  const row = await selectPeople(tx)
    .innerJoin('sessions', (join) =>
      join.onRef('sessions.agency_id', '=', 'people.agency_id').onRef('sessions.person_id', '=', 'people.id'),
    )
    .where('sessions.token_sha256', '=', session.tokenSha256)
    .where('sessions.expires_at', '>', session.at)
    .where('sessions.revoked_at', 'is', null)
    .executeTakeFirst()
  return row === undefined ? null : { ...row, name: row.name ?? '' }
}

/** Says whether there was one to revoke. */
export async function revokeSession(
  tx: Transaction,
  session: { readonly tokenSha256: string; readonly at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('sessions')
    .set({ revoked_at: session.at })
    .where('token_sha256', '=', session.tokenSha256)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Sessions that nobody can use any more tell only when somebody worked, so they do not stay. */
export async function deleteEndedSessions(tx: Transaction, before: Date): Promise<void> {
  await tx.deleteFrom('sessions').where('expires_at', '<', before).execute()
  await tx.deleteFrom('sign_in_links').where('expires_at', '<', before).execute()
}

export interface SignInLink {
  readonly agency: string
  readonly tokenSha256: string
  readonly personId: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

export async function appendSignInLink(tx: Transaction, link: SignInLink): Promise<void> {
  await tx
    .insertInto('sign_in_links')
    .values({
      agency_id: link.agency,
      token_sha256: link.tokenSha256,
      person_id: link.personId,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
    })
    .execute()
}

/** Marks it as used and gives whose it is; null when it is unknown, over, or was used. Of two at once one wins. */
export async function useSignInLink(
  tx: Transaction,
  link: { readonly tokenSha256: string; readonly at: Date },
): Promise<Person | null> {
  const used = await tx
    .updateTable('sign_in_links')
    .set({ used_at: link.at })
    .where('token_sha256', '=', link.tokenSha256)
    .where('used_at', 'is', null)
    .where('expires_at', '>', link.at)
    .returning('person_id')
    .executeTakeFirst()
  if (used === undefined) return null
  const row = await selectPeople(tx).where('people.id', '=', used.person_id).executeTakeFirstOrThrow()
  return { ...row, name: row.name ?? '' }
}
