// As whom Weir works. The owner of the tables may change them, so Weir itself takes a lesser role where there is one:
// in the embedded cluster a role with a password of its own, with DATABASE_URL the role that the first migration makes.
import { Client } from 'pg'
import { clientOptions, type ConnectionOptions } from './connection.ts'
import { StoreRefusal } from './refusal.ts'

const APP_ROLE = 'weir_app'

interface RoleFacts {
  /** Row-level security does not bind this role. */
  readonly sees_all: boolean
  /** The app role exists, this role may take it, and the tables were granted to it when they were made. */
  readonly app_is_ready: boolean
}

/** The connection that Weir works with, once the database is migrated. */
export async function appConnection(opened: {
  readonly owner: ConnectionOptions
  readonly app: ConnectionOptions
}): Promise<ConnectionOptions> {
  if (opened.app.user !== opened.owner.user) return opened.app
  const { sees_all, app_is_ready } = await roleFacts(opened.owner)
  if (app_is_ready) return { ...opened.owner, role: APP_ROLE }
  // The rows of agencies are protected from the owner too, but nothing protects them from these.
  if (sees_all) throw new StoreRefusal('role-sees-all-agencies', { role: opened.owner.user })
  return opened.owner
}

async function roleFacts(owner: ConnectionOptions): Promise<RoleFacts> {
  const client = new Client(clientOptions(owner))
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<RoleFacts>(
      `select me.rolsuper or me.rolbypassrls as sees_all,
              coalesce((
                select pg_has_role(me.oid, app.oid, 'member')
                   and has_table_privilege(app.oid, 'agencies', 'select')
                  from pg_roles app where app.rolname = $1
              ), false) as app_is_ready
         from pg_roles me where me.rolname = current_user`,
      [APP_ROLE],
    )
    return rows[0] ?? { sees_all: true, app_is_ready: false }
  } finally {
    await client.end()
  }
}
