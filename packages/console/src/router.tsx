import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type SearchSchemaInput,
} from '@tanstack/react-router'
import { type DeviceSearch, deviceSearch } from './devices/device-filter.js'
import { type EventSearch, eventSearch } from './events/event-filter.js'
import { Gate } from './operator/gate.js'
import { NotFound } from './shell/not-found.js'
import { skeletonPage } from './shell/page.js'
import { PageFault } from './shell/page-fault.js'
import { PoolFrame } from './shell/pool-frame.js'
import { type UserSearch, userSearch } from './users/user-search.js'

/** All addresses of the console. Each page is a file of its own, loaded when it is opened. */

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound, errorComponent: PageFault })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./pools/home-page.js'), 'HomePage'),
})

const pools = createRoute({
  getParentRoute: () => root,
  path: '/pools',
  component: lazyRouteComponent(() => import('./pools/pools-page.js'), 'PoolsPage'),
})

/** What all pages of a pool have in common: they are live. */
const pool = createRoute({ getParentRoute: () => root, path: '/pools/$poolId', component: PoolFrame })

const overview = createRoute({
  getParentRoute: () => pool,
  path: '/',
  validateSearch: (search: { days?: number } & SearchSchemaInput): { days?: 7 | 30 | 90 } => {
    const days = Number(search.days)
    return days === 7 || days === 90 ? { days } : {}
  },
  component: lazyRouteComponent(() => import('./pools/overview-page.js'), 'OverviewPage'),
})

const settings = createRoute({
  getParentRoute: () => pool,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pools/settings-page.js'), 'SettingsPage'),
})

const clients = createRoute({
  getParentRoute: () => pool,
  path: '/clients',
  component: lazyRouteComponent(() => import('./clients/clients-page.js'), 'ClientsPage'),
})

const users = createRoute({
  getParentRoute: () => pool,
  path: '/users',
  validateSearch: (search: UserSearch & SearchSchemaInput) => userSearch(search),
  component: lazyRouteComponent(() => import('./users/users-page.js'), 'UsersPage'),
})

const user = createRoute({
  getParentRoute: () => pool,
  path: '/users/$userSub',
  component: lazyRouteComponent(() => import('./users/user-page.js'), 'UserPage'),
})

const devices = createRoute({
  getParentRoute: () => pool,
  path: '/devices',
  validateSearch: (search: DeviceSearch & SearchSchemaInput) => deviceSearch(search),
  component: lazyRouteComponent(() => import('./devices/devices-page.js'), 'DevicesPage'),
})

const device = createRoute({
  getParentRoute: () => pool,
  path: '/users/$userSub/devices/$deviceKey',
  component: lazyRouteComponent(() => import('./devices/device-page.js'), 'DevicePage'),
})

const events = createRoute({
  getParentRoute: () => pool,
  path: '/events',
  validateSearch: (search: EventSearch & SearchSchemaInput) => eventSearch(search),
  component: lazyRouteComponent(() => import('./events/events-page.js'), 'EventsPage'),
})

const messages = createRoute({
  getParentRoute: () => pool,
  path: '/messages',
  component: lazyRouteComponent(() => import('./messages/messages-page.js'), 'MessagesPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    pools,
    pool.addChildren([overview, settings, clients, users, user, devices, device, events, messages]),
  ]),
  basepath: '/console',
  trailingSlash: 'never',
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: skeletonPage,
  defaultErrorComponent: PageFault,
  defaultNotFoundComponent: NotFound,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
