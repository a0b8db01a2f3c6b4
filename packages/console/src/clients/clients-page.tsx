import './clients.css'
import { Chip, EmptyState, Skeleton } from '@latchkey/react'
import type { UserPoolClientDescription } from '@latchkey/wire'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { call } from '../server/call.js'
import { reading } from '../server/queries.js'
import { Answer } from '../shell/answer.js'
import { CopyButton } from '../shell/copy-button.js'
import { Page } from '../shell/page.js'
import { factsOf, flowWords, lifetimesOf } from './client-words.js'

/** All of them: a pool has few. */
const clients = (UserPoolId: string) =>
  queryOptions({
    queryKey: ['ListUserPoolClients', { UserPoolId }],
    async queryFn({ signal }) {
      const found: UserPoolClientDescription[] = []
      let NextToken: string | undefined
      do {
        const page = await call(
          'ListUserPoolClients',
          { UserPoolId, MaxResults: 60, ...(NextToken && { NextToken }) },
          signal,
        )
        found.push(...(page.UserPoolClients ?? []))
        NextToken = page.NextToken
      } while (NextToken)
      return found
    },
  })

export function ClientsPage() {
  const { poolId } = useParams({ from: '/pools/$poolId/clients' })
  return (
    <Page title="App clients" about="The apps that sign users of this pool in, and how they may.">
      <Answer of={useQuery(clients(poolId))} meanwhile={<Skeleton height={300} />}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title="No app may sign anybody in yet">
              Make a client with CreateUserPoolClient.
            </EmptyState>
          ) : (
            <ul className="clients">
              {all.map((client) => (
                <li key={client.ClientId} className="panel">
                  <Client poolId={poolId} client={client} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Page>
  )
}

function Client({ poolId, client }: { poolId: string; client: UserPoolClientDescription }) {
  const { ClientId: id = '', ClientName: name = id } = client
  const described = useQuery(reading('DescribeUserPoolClient', { UserPoolId: poolId, ClientId: id }))
  return (
    <>
      <header className="panel-head">
        <h2>{name}</h2>
        <span className="client-id">
          <code>{id}</code>
          <CopyButton text={id} label={`Copy the id of ${name}`} />
        </span>
      </header>
      <Answer of={described} meanwhile={<Skeleton height={150} />}>
        {({ UserPoolClient = {} }) => (
          <div className="client-facts">
            <div>
              <h3>Ways to sign in</h3>
              <p className="chips">
                {(UserPoolClient.ExplicitAuthFlows ?? []).map((flow) => (
                  <Chip key={flow}>{flowWords[flow] ?? flow}</Chip>
                ))}
              </p>
            </div>
            <div>
              <h3>How long it lasts</h3>
              <dl className="lifetimes">
                {lifetimesOf(UserPoolClient).map(([what, long]) => (
                  <div key={what}>
                    <dt>{what}</dt>
                    <dd>{long}</dd>
                  </div>
                ))}
              </dl>
            </div>
            <div>
              <h3>Also</h3>
              <ul className="muted">
                {factsOf(UserPoolClient).map((fact) => (
                  <li key={fact}>{fact}</li>
                ))}
              </ul>
            </div>
          </div>
        )}
      </Answer>
    </>
  )
}
