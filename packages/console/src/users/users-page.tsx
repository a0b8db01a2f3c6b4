import { Button, EmptyState } from '@latchkey/react'
import type { FoundUserType } from '@latchkey/wire'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { count } from '../devices/device-words.js'
import { ExportButton } from '../lists/export-button.js'
import { Grid } from '../lists/grid.js'
import '../lists/lists.css'
import { useRememberedScroll } from '../lists/remembered-scroll.js'
import { SearchField } from '../lists/search-field.js'
import { SelectField } from '../lists/select-field.js'
import { useTold } from '../lists/told.js'
import { useList } from '../lists/use-list.js'
import { reading } from '../server/queries.js'
import { Fault } from '../shell/answer.js'
import { Page } from '../shell/page.js'
import { poolUsersKey } from './kept-users.js'
import { poolUsers, userTable } from './pool-users.js'
import { userColumns } from './user-columns.js'
import { LONGEST_QUERY, searchesSomething, type UserSearch, userStatuses } from './user-search.js'
import { statusOf } from './user-words.js'
import './users.css'

const route = getRouteApi('/pools/$poolId/users')

/** All users of a pool: newest first, or those that match what is typed. */
export function UsersPage() {
  const { poolId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (search: UserSearch) => void navigate({ search, replace: true })
  return (
    <Page title="Users" about="Everybody in this pool, newest first.">
      <search className="list-filters">
        <SearchField
          label="Search users"
          placeholder="Search name, e-mail, phone, ID"
          longest={LONGEST_QUERY}
          value={search.q}
          onChange={(q) => change({ ...search, q })}
        />
        <SelectField
          label="Status"
          any="Any status"
          value={search.status}
          choices={statusChoices}
          onChange={(status) => change({ ...search, status })}
        />
        <SelectField
          label="Enabled"
          any="Enabled or not"
          value={search.enabled}
          choices={enabledChoices}
          onChange={(enabled) => change({ ...search, enabled })}
        />
        {searchesSomething(search) && (
          <button type="button" className="text-button" onClick={() => change({})}>
            Clear filters
          </button>
        )}
      </search>
      <Users poolId={poolId} search={search} onClear={() => change({})} />
    </Page>
  )
}

const statusChoices = userStatuses.map((status) => [status, statusOf(status).words] as const)

const enabledChoices = [
  ['yes', 'Enabled'],
  ['no', 'Disabled'],
] as const

const subOf = ({ UserSub }: FoundUserType) => UserSub

type UsersProps = { poolId: string; search: UserSearch; onClear: () => void }

function Users({ poolId, search, onClear }: UsersProps) {
  const navigate = route.useNavigate()
  const list = useList({
    key: [...poolUsersKey(poolId), search],
    read: (next, signal) => poolUsers(poolId, search, next, signal),
    keyOf: subOf,
  })
  useRememberedScroll(list)
  const isSearching = searchesSomething(search)
  const pool = useQuery({
    ...reading('DescribeUserPool', { UserPoolId: poolId }),
    enabled: !isSearching,
  }).data
  const total = isSearching ? undefined : pool?.UserPool?.EstimatedNumberOfUsers
  const [tell, told] = useTold()

  if (list.error && !list.rows) return <Fault error={list.error} retry={list.retry} />
  if (list.rows?.length === 0 && !list.isOld && !list.hasMore)
    return <NoUsers isSearching={isSearching} onClear={onClear} />
  return (
    <>
      <div>
        <div className="list-tools">
          <Counted rows={list.rows?.length} hasMore={list.hasMore} total={total} />
          <ExportButton table={userTable(poolId, search)} total={total} tell={tell} />
        </div>
        <Grid
          label="Users"
          className="users-grid"
          columns={userColumns(poolId)}
          list={list}
          keyOf={subOf}
          heights={{ row: 56, card: 84 }}
          isFaded={({ Enabled }) => !Enabled}
          open={({ UserSub }) =>
            void navigate({ to: '/pools/$poolId/users/$userSub', params: { poolId, userSub: UserSub } })
          }
        />
        {list.error !== null && (
          <div className="list-more-failed" role="alert">
            There is more, which could not be read.
            <Button size="small" onPress={list.retry}>
              Try again
            </Button>
          </div>
        )}
      </div>
      {told}
    </>
  )
}

type CountedProps = { rows: number | undefined; hasMore: boolean; total: number | undefined }

function Counted({ rows, hasMore, total }: CountedProps) {
  const number = total ?? rows
  return (
    <p className="list-count" role="status">
      {number !== undefined && (
        <>
          <strong>
            {count(number)}
            {total === undefined && hasMore && '+'}
          </strong>{' '}
          {number === 1 ? 'user' : 'users'}
        </>
      )}
    </p>
  )
}

const NoUsers = ({ isSearching, onClear }: { isSearching: boolean; onClear: () => void }) => (
  <div className="panel">
    {isSearching ? (
      <EmptyState title="No user matches" action={<Button onPress={onClear}>Clear filters</Button>}>
        What is typed is compared with the beginning of names, addresses, numbers and IDs.
      </EmptyState>
    ) : (
      <EmptyState title="No users yet">
        Users are here as soon as they sign up, or when they are created or imported.
      </EmptyState>
    )}
  </div>
)
