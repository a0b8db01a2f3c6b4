import { useParams, useRouter, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { usePoolName } from '../pools/pool-title.js'
import { Banner } from './banner.js'
import { focusHeadingWhereLost } from './heading-focus.js'
import { Icon } from './icons.js'
import { Mark } from './mark.js'
import { OperatorMenu } from './operator-menu.js'
import { PageName } from './page-name.js'
import { Sidebar } from './sidebar.js'

/** The frame of every page: beside it on wide screens, in a drawer on narrow ones, where to go. */
export function Layout({ children }: { children: ReactNode }) {
  const [drawer, setDrawer] = useState(false)
  const address = useRouterState({ select: ({ location }) => location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever chose a page has left the drawer
  useEffect(() => setDrawer(false), [address])
  useHeadingFocus()
  return (
    <div className="layout">
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header className="top-bar">
        <button type="button" className="icon-button" aria-label="Menu" onClick={() => setDrawer(true)}>
          <Icon name="menu" />
        </button>
        <Mark />
        <TopName />
      </header>
      <aside className="side">
        <Sidebar />
        <OperatorMenu />
      </aside>
      <ModalOverlay className="drawer-ground" isOpen={drawer} onOpenChange={setDrawer} isDismissable>
        <Modal className="drawer">
          <Dialog className="drawer-inside" aria-label="Menu">
            <button
              type="button"
              className="icon-button drawer-close"
              aria-label="Close menu"
              onClick={() => setDrawer(false)}
            >
              <Icon name="close" />
            </button>
            <Sidebar />
            <OperatorMenu />
          </Dialog>
        </Modal>
      </ModalOverlay>
      <main id="content" className="content" tabIndex={-1}>
        {children}
      </main>
      <PageName />
      <Banner />
    </div>
  )
}

/** Who came to a page by a row of a list, which is gone then. */
function useHeadingFocus() {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation && pathChanged) focusHeadingWhereLost()
      }),
    [router],
  )
}

/** Where the sidebar is not seen, this alone says which pool it is that something is done to. */
function TopName() {
  const { poolId } = useParams({ strict: false })
  const name = usePoolName(poolId ?? '')
  return <bdi className="top-name">{poolId === undefined ? 'Latchkey' : name}</bdi>
}
